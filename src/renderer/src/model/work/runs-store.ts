import { create } from 'zustand'
import type { RunView, TaskView } from '../../../../main/contract/views.ts'

interface RunsState {
  /** Latest first. */
  readonly runs: readonly RunView[]
  readonly tasks: ReadonlyMap<string, TaskView>
}

export const useRuns = create<RunsState>()(() => ({ runs: [], tasks: new Map() }))

const latestFirst = (runs: readonly RunView[]) => runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))

export const replaceRuns = (runs: readonly RunView[], tasks: readonly TaskView[]): void =>
  useRuns.setState({ runs: latestFirst(runs), tasks: new Map(tasks.map((task) => [task.taskId, task])) })

export const mergeRun = (run: RunView): void =>
  useRuns.setState(({ runs }) => ({ runs: latestFirst([run, ...runs.filter((each) => each.runId !== run.runId)]) }))

export const mergeTask = (task: TaskView): void =>
  useRuns.setState(({ tasks }) => ({ tasks: new Map(tasks).set(task.taskId, task) }))

/** Like `mergeRun`, for the answer to a request: an event received since `before`, when it was sent, is newer and wins. */
export function mergeAnswer(run: RunView, before: readonly RunView[]): void {
  const find = (runs: readonly RunView[]) => runs.find(({ runId }) => runId === run.runId)
  if (find(useRuns.getState().runs) === find(before)) mergeRun(run)
}

/** Like `mergeTask`, for the answer that names a new task: an event received earlier is newer and wins. */
export function mergeStarted(task: TaskView): void {
  if (!useRuns.getState().tasks.has(task.taskId)) mergeTask(task)
}

export const isActive = (run: RunView): boolean => run.state === 'running' || run.state === 'cancelling'

/** True for a training that runs or is about to start. */
export const isTraining = ({ kind, state }: TaskView): boolean => kind === 'training' && state === 'running'

/** True when the run ended with sets that miss their target. */
export const isOpen = ({ state, reached }: RunView): boolean =>
  state !== 'undone' && reached !== null && reached.balanced < reached.of
