import { History, Undo2 } from 'lucide-react'
import { useLibrary } from '../../model/library/library-store.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton, Kbd } from '../../base/ui/Button.tsx'
import { undo } from '../../model/edits/history-steps.ts'
import { toggleHistory, useHistory } from '../../model/edits/history-store.ts'
import './history.css'

export const HISTORY_BUTTON = 'history-button'

/** Undoes the latest edit; the button beside it opens the history. */
export function HistoryButton() {
  const open = useHistory((state) => state.open)
  const name = useLibrary((state) => state.history.undo?.name)
  const running = useLibrary((state) => state.history.undo?.running ?? false)
  return (
    <>
      {name !== undefined && !running && (
        <>
          <span className="ellipsis dock-undo">{name}</span>
          <Button size="s" icon={<Undo2 size={13} />} onClick={() => void undo()}>
            {strings.undo} <Kbd>{capabilities.modifier} Z</Kbd>
          </Button>
        </>
      )}
      <IconButton
        id={HISTORY_BUTTON}
        label={open ? strings.edits.close : strings.edits.show}
        aria-expanded={open}
        onClick={toggleHistory}
      >
        <History size={15} />
      </IconButton>
    </>
  )
}
