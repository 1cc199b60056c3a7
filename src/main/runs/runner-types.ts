import type { RunView } from '../contract/views.ts'
import type { Plan } from '../domain/plan.ts'
import type { RunReached } from '../domain/reached.ts'
import type { Journal } from './journal.ts'
import type { RunPorts } from './ports.ts'
import type { Maker, RunOptions, Step } from './records.ts'
import type { RunReport, RunStanding } from './report.ts'

export interface RunnerPorts {
  /** Throws CONFLICT while something outside the runner forbids starting. */
  readonly mayBegin?: () => Promise<void> | null
  /** Throws CONFLICT for further reasons against undoing a run. */
  readonly refuseUndo?: (runId: string) => void
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Called with a full snapshot after every change of a run, at most ten times a second; the last one always arrives. */
  readonly onRun: (view: RunView) => void
}

interface StartOptions extends Partial<RunOptions> {
  /** Spending limit for checking its images; null or absent for no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly plans: readonly Plan[]
  readonly generator: string
  /** The approved model and prices; undefined for those of the settings. */
  readonly maker?: Maker | undefined
}

/** Options of a resumed run; undefined keeps the earlier value. */
export interface GoOnOptions {
  /** Spending limit for checking its images from now on; null or absent for no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly concurrency?: number | undefined
  readonly maxCostUsd?: number | null | undefined
  /** True to only find and fetch earlier requests; all other steps stay open. */
  readonly findOnly?: boolean | undefined
}

export interface Runner {
  /** Starts a run and resolves once it is stored; it continues by itself. Throws CONFLICT while another run is in progress. */
  start(options: StartOptions): Promise<RunView>
  /** Resumes an interrupted run. Failed steps stay failed. Throws CONFLICT when a later run changed its actors. */
  resume(runId: string, options?: GoOnOptions): Promise<RunView>
  /** As `resume`, also for a run that has ended, and retries the failed steps. */
  retryFailed(runId: string, options?: GoOnOptions): Promise<RunView>
  /** Asks a run to stop once the requested images have arrived. Does nothing for a run that is not in progress. */
  pause(runId: string): void
  /** Asks a run to stop: it is interrupted soon after and can be resumed. Does nothing for a run that is not in progress. */
  cancel(runId: string): void
  /** Undoes a run; resolves when that is done. Safe to call again after a failure. */
  undo(runId: string): Promise<RunView>
  /** Redoes an undone run: files return from the trash, nothing is generated or paid again. Resolves when that is done. */
  redo(runId: string): Promise<RunView>
  /** Resolves with the last view once the run is no longer in progress. */
  finished(runId: string): Promise<RunView>
  /**
   * Called once when the library was opened: records what an earlier process had done, finishes an undo or a redo, and marks interrupted
   * runs. Starts nothing new. Returns warnings for the user.
   */
  recover(): Promise<readonly string[]>
  /**
   * Returns runs with requested images that have not arrived, the oldest first: those restored after the catalog was lost, and with
   * `andCut` also interrupted ones whose actors no later run has changed.
   */
  toFind(andCut: boolean): readonly string[]
  /** Returns runs whose undo an earlier process had started and `recover` finished, newest first. */
  recoveredUndos(): readonly string[]
  get(runId: string): RunView
  options(runId: string): RunOptions
  /** Returns the completed steps. */
  doneSteps(runId: string): readonly Step[]
  /** Returns actors with something left to do. */
  openActors(runId: string): readonly string[]
  /** Returns the fingerprint of the plan that the run executes for an actor; null when the run does not include the actor. */
  planOf(runId: string, actorId: string): string | null
  /** Stores what the run achieved, for the view. */
  setReached(runId: string, reached: RunReached): void
  report(runId: string): RunReport
  /** Returns which of its actors are complete, and which have failed. */
  standing(runId: string): RunStanding
  /** Returns the runs, newest first. */
  list(): RunView[]
  /** Calls a further function as `onRun`, after it. Returns a function that stops this. */
  watch(onRun: (view: RunView) => void): () => void
  /** Stops the run in progress and waits for it. */
  close(): Promise<void>
}
