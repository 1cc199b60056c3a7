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

/** As `mergeRun`, for the answer to a request: what an event said of the run since `before`, when it was sent, is newer. */
export function mergeAnswer(run: RunView, before: readonly RunView[]): void {
  const find = (runs: readonly RunView[]) => runs.find(({ runId }) => runId === run.runId)
  if (find(useRuns.getState().runs) === find(before)) mergeRun(run)
}

/** As `mergeTask`, for the answer that names a new task: what an event said of it before is newer. */
export function mergeStarted(task: TaskView): void {
  if (!useRuns.getState().tasks.has(task.taskId)) mergeTask(task)
}

export const isActive = (run: RunView): boolean => run.state === 'running' || run.state === 'cancelling'

/** A training under way, or about to be. */
export const isTraining = ({ kind, state }: TaskView): boolean => kind === 'training' && state === 'running'

/** It ended, and some of its sets are still not what they should be. */
export const isOpen = ({ state, reached }: RunView): boolean =>
  state !== 'undone' && reached !== null && reached.balanced < reached.of
