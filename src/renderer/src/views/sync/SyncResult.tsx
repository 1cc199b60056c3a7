import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react'
import type { SyncView, TaskView } from '../../../../main/contract/views.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'

interface SyncResultProps {
  readonly task: TaskView
  readonly onAgain: () => void
  readonly onCompare: () => void
}

/** Result of a sync, with the name of each failed file. */
export function SyncResult({ task, onAgain, onCompare }: SyncResultProps) {
  const { sync } = strings
  const { answer } = useAnswer(() => api.store.last())
  const last = answer?.ok ? answer.value : null
  const whole = task.state === 'done' && last !== null && last.failedCount + last.conflictCount === 0
  return (
    <>
      {task.state === 'failed' && <Empty icon={<CircleAlert size={30} />} title={task.error ?? ''} />}
      {task.state === 'cancelled' && (
        <Empty icon={<CircleSlash size={30} />} title={sync.stopped} text={sync.stoppedText} />
      )}
      {task.state === 'done' && answer === null && (
        <p className="answer-wait" role="status">
          <Spinner label="" />
        </p>
      )}
      {task.state === 'done' && last && <Outcome view={last} whole={whole} />}
      <div className="sync-foot">
        {whole ? (
          <Button variant="primary" onClick={closePanel}>
            {strings.close}
          </Button>
        ) : (
          <>
            <Button onClick={onCompare}>{sync.compare}</Button>
            <Button variant="primary" onClick={onAgain}>
              {strings.retry}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function Outcome({ view, whole }: { readonly view: SyncView; readonly whole: boolean }) {
  const { sync } = strings
  const { uploaded, downloaded, deleted, failed, failedCount, conflictCount } = view
  const parts = [
    uploaded.files > 0 ? sync.uploaded(uploaded.files) : '',
    downloaded.files > 0 ? sync.downloaded(downloaded.files) : '',
    deleted.files > 0 ? sync.deleted(deleted.files) : '',
  ].filter(Boolean)
  const title = failedCount > 0 ? sync.failed(failedCount) : conflictCount > 0 ? sync.left(conflictCount) : sync.inStep
  return (
    <>
      <Empty
        icon={whole ? <CircleCheck size={30} /> : <CircleAlert size={30} />}
        title={title}
        text={parts.join(' · ') || (whole ? sync.nothingMoved : undefined)}
      />
      {failed.length > 0 && (
        <ul className="sync-failures selectable" aria-label={sync.failed(failedCount)}>
          {failed.map(({ file, error }) => (
            <li key={file}>
              <b className="ellipsis">{file}</b>
              <span>{error}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
