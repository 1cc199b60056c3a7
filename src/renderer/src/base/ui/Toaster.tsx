import { Toast } from '@base-ui/react/toast'
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import { strings } from '../strings/index.ts'
import { useAnnouncement } from './announce.ts'
import { Button, IconButton } from './Button.tsx'
import { toasts } from './notify.ts'
import './toaster.css'

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const
const iconOf = (type: string | undefined) => ICONS[type === 'error' || type === 'warning' ? type : 'info']

function List() {
  const manager = Toast.useToastManager()
  return manager.toasts.map((toast) => {
    const Icon = iconOf(toast.type)
    // Not a dialog: nothing waits for an answer, and the page behind stays usable.
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        role="group"
        aria-modal={undefined}
        className="toast"
        data-level={toast.type}
        swipeDirection="right"
      >
        <Toast.Content className="toast-content">
          <Icon size={16} aria-hidden />
          <Toast.Title className="toast-title selectable" render={<div />} />
          {toast.actionProps && <Toast.Action aria-hidden={undefined} render={<Button size="s" />} />}
          <Toast.Close
            // Tab reaches the region at any time, so it must never be hidden from assistive technology.
            aria-hidden={undefined}
            render={
              <IconButton label={strings.close}>
                <X size={14} />
              </IconButton>
            }
          />
        </Toast.Content>
      </Toast.Root>
    )
  })
}

export function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

/** Announces results to screen readers without moving the focus. */
export function LiveRegion() {
  const { text, turn } = useAnnouncement()
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-live>
      <span key={turn}>{text}</span>
    </div>
  )
}
