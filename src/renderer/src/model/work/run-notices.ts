import type { RunView, TaskView } from '../../../../main/contract/views.ts'
import { useView } from '../window/view-store.ts'
import { setMaking, usePlans } from './plans-store.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { dismiss, notify } from '../../base/ui/notify.ts'
import { isOpen, useRuns } from './runs-store.ts'

/** Notifies the user of a run that ended. Returns true when the run's state changed. */
export function noticeRun(run: RunView): boolean {
  const before = useRuns.getState().runs.find((each) => each.runId === run.runId)
  if (before?.state === run.state) return false
  if (!before) return true
  if (run.state === 'done' && isOpen(run) && run.reached) {
    const next = { label: strings.runs.whatNext, run: () => useView.setState({ dockOpen: true }) }
    notify('warning', run.reached.text, next, `reached ${run.runId}`)
  } else if (run.state === 'done')
    announce(`${strings.runs.states.done}: ${strings.runs.result(run.deleted, run.generated)}`)
  const key = `failures of ${run.runId}`
  if (run.state === 'failed') {
    const show = { label: strings.runs.show, run: () => useView.setState({ dockOpen: true }) }
    notify('warning', strings.runs.failures(run.failures.length), show, key)
  } else {
    // The run was retried; its next end is notified separately.
    dismiss(key)
  }
  return true
}

export function noticeTask(task: TaskView): void {
  if (task.state === 'running') return
  for (const [key, taskId] of usePlans.getState().making) if (taskId === task.taskId) setMaking(key, null)
  if (task.state === 'failed' && task.error !== null) notify('error', task.error)
}
