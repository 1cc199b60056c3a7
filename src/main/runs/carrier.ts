import type { RunView } from '../contract/views.ts'

/**
 * Executes reviewed plans: the runner of this machine, or a fleet of workers. Its whole state is stored, so that it may crash at any time
 * and another process continues.
 */
export interface Carrier {
  /**
   * Executes the plans of these actors. Resolves once the run is stored; the run continues by itself. `among`: actors that were requested
   * as well. `reviewed`: the MD5 of the text of each plan as it was shown; a fleet, whose plans others may replace, runs no other plan and
   * throws CONFLICT with the names of the actors that have one. Throws BAD_INPUT when these plans contain nothing to do.
   */
  start(request: {
    readonly actorIds: readonly string[] | 'all'
    readonly among?: readonly string[] | 'all' | undefined
    readonly reviewed?: ReadonlyMap<string, string> | undefined
  }): Promise<RunView>
  /**
   * Resumes a run that was paused, interrupted, or stopped at its limit. `failedToo`: also retries failed steps, which a fleet does not.
   */
  resume(runId: string, failedToo?: boolean): Promise<RunView>
  /** Stops sending requests; results of earlier requests are still collected. A fleet, whose runs share one account, pauses as a whole. */
  pause(runId: string): Promise<void>
  /** Stops the run as it is; completed steps stay. Does nothing for a run that is not in progress. */
  cancel(runId: string): Promise<void>
  /** Returns the runs, newest first. */
  list(): Promise<readonly RunView[]>
  /** Calls `onRun` with a full snapshot after every change of a run, at most ten times a second, until the returned function is called. */
  watch(onRun: (run: RunView) => void): () => void
}
