import type { RunView } from '../contract/views.ts'
import type { Plan } from '../domain/plan.ts'
import type { RunReached } from '../domain/reached.ts'
import type { Journal } from './journal.ts'
import type { RunPorts } from './ports.ts'
import type { Maker, RunOptions, Step } from './records.ts'
import type { RunReport, RunStanding } from './report.ts'

export interface RunnerPorts {
  /** Throws CONFLICT while nothing may begin, for a reason that lies outside. */
  readonly mayBegin?: () => Promise<void> | null
  /** What else stands against taking a run back: throws CONFLICT. */
  readonly refuseUndo?: (runId: string) => void
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Told of every change of a run, as a whole snapshot, at most ten times a second; the last one always comes. */
  readonly onRun: (view: RunView) => void
}

interface StartOptions extends Partial<RunOptions> {
  /** What checking its images may cost; null, or left out: no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly plans: readonly Plan[]
  readonly generator: string
  /** The model and the prices that were agreed to; undefined: those of the settings. */
  readonly maker?: Maker | undefined
}

/** Undefined: as before. */
export interface GoOnOptions {
  /** What checking its images may cost from now on; null, or left out: no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly concurrency?: number | undefined
  readonly maxCostUsd?: number | null | undefined
  /** Only to find and fetch what was asked for; the rest stays as it is. */
  readonly findOnly?: boolean | undefined
}

export interface Runner {
  /** Answers once the run is written down; it goes on by itself. Throws CONFLICT while another run is under way. */
  start(options: StartOptions): Promise<RunView>
  /** Goes on with an interrupted run. Failed steps stay failed. Throws CONFLICT when a later run changed its actors. */
  resume(runId: string, options?: GoOnOptions): Promise<RunView>
  /** As `resume`, also for a run that has ended, and tries the failed steps again. */
  retryFailed(runId: string, options?: GoOnOptions): Promise<RunView>
  /** Asks a run to stop once the images that were requested are here. Does nothing for one that is not under way. */
  pause(runId: string): void
  /** Asks a run to stop: it is interrupted soon after and can be resumed. Does nothing for one that is not under way. */
  cancel(runId: string): void
  /** Takes a run back; resolves when that is done. Safe to call again after a failure. */
  undo(runId: string): Promise<RunView>
  /** Does again what was taken back: files come out of the trash, nothing is made or paid again. Resolves when that is done. */
  redo(runId: string): Promise<RunView>
  /** Resolves with the last view once the run is no longer under way. */
  finished(runId: string): Promise<RunView>
  /**
   * Called once when the library was opened: notes what an earlier process had done, finishes an undo or a redo, and leaves cut-short runs
   * interrupted. Begins nothing new. Answers warnings for the user.
   */
  recover(): Promise<readonly string[]>
  /**
   * Runs with images that were asked for and are not here, the oldest first: those that were written down again after the catalogue was
   * lost, and with `andCut` those that were cut short and whose actors no later run has changed.
   */
  toFind(andCut: boolean): readonly string[]
  /** Runs whose undo an earlier process had begun and `recover` finished, newest first. */
  recoveredUndos(): readonly string[]
  get(runId: string): RunView
  options(runId: string): RunOptions
  /** What was carried out, step by step. */
  doneSteps(runId: string): readonly Step[]
  /** Actors with something left to do. */
  openActors(runId: string): readonly string[]
  /** Fingerprint of the plan that it carries out for an actor; null: it is not about this actor. */
  planOf(runId: string, actorId: string): string | null
  /** Writes down what it came to, for the view. */
  setReached(runId: string, reached: RunReached): void
  report(runId: string): RunReport
  /** Which of its actors are through, and which have failed. */
  standing(runId: string): RunStanding
  /** Newest first. */
  list(): RunView[]
  /** As `onRun` is told, after it. Answers how to end that. */
  watch(onRun: (view: RunView) => void): () => void
  /** Stops what is under way and waits for it. */
  close(): Promise<void>
}
