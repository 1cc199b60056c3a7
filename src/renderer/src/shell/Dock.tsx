import { ChevronUp, CircleAlert, CircleCheck, ListChecks, WifiOff } from 'lucide-react'
import type { RunView, TaskView } from '../../../main/contract/views.ts'
import { useLibrary } from '../model/library/library-store.ts'
import { toggleDock, useView } from '../model/window/view-store.ts'
import { HistoryButton } from '../views/history/HistoryButton.tsx'
import { TrashDrop } from './TrashDrop.tsx'
import { BatchNote } from '../views/vision/BatchNote.tsx'
import { useVision } from '../model/work/vision-store.ts'
import { duration } from '../base/strings/format.ts'
import { strings } from '../base/strings/index.ts'
import { Progress, Spinner } from '../base/ui/Bits.tsx'
import { Button, IconButton } from '../base/ui/Button.tsx'
import { cancelTask, resumeRun, retryFailed, undoRun } from '../model/work/run-actions.ts'
import { RunHistory } from '../views/runs/RunHistory.tsx'
import { StopRun } from '../views/runs/StopRun.tsx'
import { isActive, isOpen, useRuns } from '../model/work/runs-store.ts'
import './dock.css'

const runName = (run: RunView): string => {
  const [only, ...more] = run.actors
  const name =
    only !== undefined && more.length === 0 ? strings.runs.running(only) : strings.runs.many(run.actors.length)
  return run.fleet ? strings.runs.byFleet(name) : name
}

function ActiveRun({ run }: { readonly run: RunView }) {
  const { runs } = strings
  return (
    <>
      <span className="dock-name ellipsis">{runName(run)}</span>
      <Progress done={run.done} total={run.total} label={runName(run)} />
      <span className="num ellipsis">
        {run.state === 'cancelling'
          ? runs.states.cancelling
          : [
              runs.progress(run.done, run.total),
              run.etaSeconds === null ? '' : runs.left(run.etaSeconds),
              runs.cost(run.costUsd, run.estimatedUsd),
              run.uncertainUsd === undefined ? '' : runs.upTo(run.uncertainUsd),
            ]
              .filter(Boolean)
              .join(' · ')}
      </span>
      {run.state === 'running' && <StopRun run={run} />}
    </>
  )
}

function ActiveTask({ task }: { readonly task: TaskView }) {
  const { runs } = strings
  const request = useVision((state) => state.list.find((each) => each.kind === 'now' && each.state === 'running'))
  return (
    <>
      <span className="dock-name ellipsis">{task.phase || runs.tasks[task.kind]}</span>
      <Progress done={task.done} total={task.total} label={runs.tasks[task.kind]} />
      <span className="num ellipsis">
        {task.total > 0 && runs.progress(task.done, task.total)}
        {task.etaSeconds !== null && ` · ${runs.left(task.etaSeconds)}`}
        {request && ` · ${strings.vision.spent(request.costUsd, request.estimatedUsd)}`}
      </span>
      <Button size="s" variant="quiet" onClick={() => void cancelTask(task.taskId)}>
        {runs.cancel}
      </Button>
    </>
  )
}

function LastRun({ run }: { readonly run: RunView }) {
  const { runs } = strings
  const open = isOpen(run)
  const Icon = (run.state === 'done' && !open) || run.state === 'undone' ? CircleCheck : CircleAlert
  return (
    <>
      <span className="dock-last" data-state={run.state} data-open={open || undefined}>
        <Icon size={14} aria-hidden /> {open && run.reached ? run.reached.text : runs.states[run.state]}
      </span>
      {open && (run.reached?.waysOut.length ?? 0) > 0 && (
        <Button size="s" onClick={() => useView.setState({ dockOpen: true })}>
          {runs.whatNext}
        </Button>
      )}
      <span className="num ellipsis dock-figures">
        {[runs.result(run.deleted, run.generated), duration(run.seconds)].join(' · ')}
        {run.failures.length > 0 && ` · ${runs.failures(run.failures.length)}`}
      </span>
      {run.state === 'interrupted' && (
        <Button size="s" onClick={() => void resumeRun(run.runId)}>
          {runs.resume}
        </Button>
      )}
      {run.state === 'failed' && !run.fleet && (
        <Button size="s" onClick={() => void retryFailed(run.runId)}>
          {runs.retryFailed}
        </Button>
      )}
      {run.undoable && (
        <Button size="s" variant="quiet" onClick={() => void undoRun(run.runId)}>
          {runs.undo}
        </Button>
      )}
    </>
  )
}

function Status() {
  const link = useLibrary((state) => state.link)
  const active = useRuns((state) => state.runs.find(isActive))
  const last = useRuns((state) => state.runs[0])
  const task = useRuns((state) => [...state.tasks.values()].findLast((each) => each.state === 'running'))
  if (link === 'down') {
    return (
      <span className="dock-down">
        <WifiOff size={14} aria-hidden /> {strings.link.down}
      </span>
    )
  }
  if (active) return <ActiveRun run={active} />
  if (task) return <ActiveTask task={task} />
  if (last) return <LastRun run={last} />
  return link === 'connecting' ? <Spinner label={strings.link.connecting} /> : <span>{strings.runs.idle}</span>
}

/** The status bar: what is running, what it costs, and what undo would take back. Opens the history of runs. */
export function Dock() {
  const open = useView((state) => state.dockOpen)
  return (
    <footer className="dock-area" aria-label={strings.runs.label}>
      {open && <RunHistory />}
      <div className="dock">
        <IconButton
          label={open ? strings.runs.hide : strings.runs.show}
          aria-expanded={open}
          onClick={toggleDock}
          className="dock-toggle"
        >
          {open ? <ChevronUp size={16} /> : <ListChecks size={15} />}
        </IconButton>
        <Status />
        <BatchNote />
        <span className="dock-gap" />
        <TrashDrop />
        <HistoryButton />
      </div>
    </footer>
  )
}
