import type { TaskView } from '../../../../main/contract/views.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { cancelTask } from '../../model/work/run-actions.ts'
import { strings } from '../../base/strings/index.ts'
import { Progress } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'

/** Progress of a sync. Transferred files stay when it is stopped. */
export function SyncProgress({ task }: { readonly task: TaskView }) {
  const { sync, runs } = strings
  const { done, total, bytes, etaSeconds } = task
  const parts = [
    total > 0 ? sync.filesOf(done, total) : sync.comparing,
    bytes && bytes.total > 0 ? sync.bytesOf(bytes.done, bytes.total) : '',
    etaSeconds === null ? '' : runs.left(etaSeconds),
  ]
  return (
    <>
      <div className="sync-progress num">
        <Progress
          done={bytes && bytes.total > 0 ? bytes.done : done}
          total={bytes && bytes.total > 0 ? bytes.total : total}
          label={runs.tasks.sync}
        />
        <p>{parts.filter(Boolean).join(' · ')}</p>
        <p className="ellipsis soft">{total > 0 ? task.phase.split('/').at(-1) : ''}</p>
      </div>
      <div className="sync-foot">
        <span className="soft">{sync.safeToStop}</span>
        <Button onClick={() => void cancelTask(task.taskId)}>{sync.stop}</Button>
        <Button variant="primary" onClick={closePanel}>
          {sync.inBackground}
        </Button>
      </div>
    </>
  )
}
