import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import './stage-head.css'

interface StageHeadProps {
  /** Label of the Back button. */
  readonly back: string
  readonly onBack: () => void
  readonly children: ReactNode
}

/** Top bar of a full-window view: the Back button, then the view's own content. */
export const StageHead = ({ back, onBack, children }: StageHeadProps) => (
  <header className="stage-head">
    <IconButton label={back} onClick={onBack}>
      <ArrowLeft size={18} />
    </IconButton>
    <Kbd>Esc</Kbd>
    {children}
  </header>
)
