import { strings } from '../strings/index.ts'
import { Button } from './Button.tsx'

interface TextConflictProps {
  /** Null: there is none. */
  readonly theirs: string | null
  readonly takeTheirs: () => void
  readonly keepMine: () => void
}

/** Another app changed a text while it was typed: what it says there, and which of both is to stay. */
export function TextConflict({ theirs, takeTheirs, keepMine }: TextConflictProps) {
  if (theirs === null) return null
  const text = strings.prepare.captions
  return (
    <div className="text-conflict" role="alert">
      <p>{text.changedElsewhere(theirs)}</p>
      <Button size="s" onClick={keepMine}>
        {text.keepMine}
      </Button>
      <Button size="s" variant="quiet" onClick={takeTheirs}>
        {text.takeTheirs}
      </Button>
    </div>
  )
}
