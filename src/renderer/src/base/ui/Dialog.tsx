import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { strings } from '../strings/index.ts'
import { IconButton } from './Button.tsx'
import './dialog.css'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly size?: 'm' | 'wide' | 'full' | 'window'
  readonly intro?: string | undefined
  /** A text to read: nothing in the dialog takes the focus, so the dialog does, and arrow keys scroll it. */
  readonly reading?: boolean
}

/** A modal dialog: open while mounted, closed by Escape, the backdrop or its close button. */
export function Dialog({ title, onClose, children, footer, size = 'm', intro, reading }: DialogProps) {
  // Initial focus is not on the close button, so that Enter does not close what was just opened.
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup ref={popup} className="dialog" data-size={size} initialFocus={popup}>
          <header className="dialog-head">
            <div>
              <Base.Title className="dialog-title">{title}</Base.Title>
              {intro !== undefined && <Base.Description className="dialog-intro">{intro}</Base.Description>}
            </div>
            <Base.Close
              render={
                <IconButton label={strings.close}>
                  <X size={16} />
                </IconButton>
              }
            />
          </header>
          <div
            className="dialog-body"
            role={reading ? 'region' : undefined}
            aria-label={reading ? title : undefined}
            tabIndex={reading ? 0 : undefined}
          >
            {children}
          </div>
          {footer !== undefined && <footer className="dialog-foot">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
