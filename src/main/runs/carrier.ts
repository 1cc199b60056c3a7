import type { RunView } from '../contract/views.ts'

/**
 * Carries reviewed plans out: the runner of this machine, or a fleet of workers. What it knows is written down, so that it may die at any
 * instant and whoever comes next goes on.
 */
export interface Carrier {
  /**
   * Carries out the plans of these actors. Answers once that is written down; it goes on by itself. `among`: actors that were asked for as
   * well. `reviewed`: the MD5 of the text of each plan as it was shown. A fleet, whose plans others may make again, then runs no other, and
   * throws CONFLICT with the names of the actors that have one. Throws BAD_INPUT when there is nothing to do in these plans.
   */
  start(request: {
    readonly actorIds: readonly string[] | 'all'
    readonly among?: readonly string[] | 'all' | undefined
    readonly reviewed?: ReadonlyMap<string, string> | undefined
  }): Promise<RunView>
  /** Goes on with what was paused, cut short, or stopped at its limit. `failedToo`: and tries failed steps again, which a fleet does not. */
  resume(runId: string, failedToo?: boolean): Promise<RunView>
  /** Nothing more is asked for, and what was asked for still comes home. A fleet, whose runs share one account, pauses as a whole. */
  pause(runId: string): Promise<void>
  /** Ends it where it stands; what is done stays. Does nothing for a run that is not under way. */
  cancel(runId: string): Promise<void>
  /** Newest first. */
  list(): Promise<readonly RunView[]>
  /** Calls back with every change of a run, as a whole snapshot, at most ten times a second, until the answer is called. */
  watch(onRun: (run: RunView) => void): () => void
}
