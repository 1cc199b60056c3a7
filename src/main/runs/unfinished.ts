import type { Journal } from './journal.ts'
import type { Run, RunState } from './records.ts'

const OPEN: readonly RunState[] = ['running', 'cancelling', 'interrupted', 'undoing', 'redoing']
const GIVEN_UP = 'Left unfinished elsewhere and discarded.'

/** Returns runs that have started and not ended, in whatever process. */
export const unfinishedRuns = ({ runs }: Journal): readonly Run[] => OPEN.flatMap((state) => runs.inState(state))

/**
 * Called when no process works on any run: marks running ones as interrupted and removes those that were never fully written. Continues
 * none.
 */
export function parkRuns({ runs }: Journal, at: string): void {
  for (const { runId } of runs.inState('preparing')) runs.remove(runId)
  for (const { runId } of [...runs.inState('running'), ...runs.inState('cancelling')])
    runs.end(runId, 'interrupted', at, 'died', 'Interrupted. Resume it to continue.')
}

/** Ends unfinished runs as they are. What they did stays in the history and can be undone there. */
export function giveUpRuns(journal: Journal, at: string): void {
  for (const { runId } of unfinishedRuns(journal)) journal.runs.end(runId, 'failed', at, null, GIVEN_UP)
}
