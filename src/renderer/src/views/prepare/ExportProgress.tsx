import { Progress } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { strings } from '../../base/strings/index.ts'
import { cancelTask } from '../../model/work/run-actions.ts'
import { useRuns } from '../../model/work/runs-store.ts'

/** Progress of the export, with a Stop button. */
export function ExportProgress() {
  const { runs, prepare } = strings
  const task = useRuns((state) =>
    [...state.tasks.values()].find((each) => each.kind === 'export' && each.state === 'running'),
  )
  return (
    <div className="export-progress num" role="status">
      <p className="ellipsis">{task && task.total > 0 ? task.phase : prepare.export.working}</p>
      <Progress done={task?.done ?? 0} total={task?.total ?? 0} label={runs.tasks.export} />
      {task && (
        <Button size="s" onClick={() => void cancelTask(task.taskId)}>
          {runs.cancel}
        </Button>
      )}
    </div>
  )
}
