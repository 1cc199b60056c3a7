import { strings } from '../strings/index.ts'
import { Button } from './Button.tsx'

interface TextConflictProps {
  /** The other app's text; null when there is no conflict. */
  readonly theirs: string | null
  readonly takeTheirs: () => void
  readonly keepMine: () => void
}

/** Shown when another app changed a text while it was edited here: shows the other text and asks which of the two to keep. */
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
