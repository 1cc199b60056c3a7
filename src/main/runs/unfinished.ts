import type { Journal } from './journal.ts'
import type { Run, RunState } from './records.ts'

const OPEN: readonly RunState[] = ['running', 'cancelling', 'interrupted', 'undoing', 'redoing']
const GIVEN_UP = 'Left unfinished elsewhere and discarded.'

/** Runs that have begun and not ended, whoever began them. */
export const unfinishedRuns = ({ runs }: Journal): readonly Run[] => OPEN.flatMap((state) => runs.inState(state))

/** Nobody is working on any run: none is shown as under way, and nothing of any is carried on. */
export function parkRuns({ runs }: Journal, at: string): void {
  for (const { runId } of runs.inState('preparing')) runs.remove(runId)
  for (const { runId } of [...runs.inState('running'), ...runs.inState('cancelling')])
    runs.end(runId, 'interrupted', at, 'died', 'Interrupted. Resume it to continue.')
}

/** Ends them where they stand. What they did stays in the history and can be taken back there. */
export function giveUpRuns(journal: Journal, at: string): void {
  for (const { runId } of unfinishedRuns(journal)) journal.runs.end(runId, 'failed', at, null, GIVEN_UP)
}
