import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import './stage-head.css'

interface StageHeadProps {
  /** Where the way back leads. */
  readonly back: string
  readonly onBack: () => void
  readonly children: ReactNode
}

/** The top of a view that fills the window: the way back, then what the view has to say. */
export const StageHead = ({ back, onBack, children }: StageHeadProps) => (
  <header className="stage-head">
    <IconButton label={back} onClick={onBack}>
      <ArrowLeft size={18} />
    </IconButton>
    <Kbd>Esc</Kbd>
    {children}
  </header>
)
