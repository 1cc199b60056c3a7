import { EvencastError } from '../domain/error.ts'
import type { Plan } from '../domain/plan.ts'
import type { Journal } from './journal.ts'
import type { RunGenerator } from './ports.ts'
import type { Run, RunState } from './records.ts'

/** Throws CONFLICT when the run's generator cannot generate anything now. */
export function refuseWithout(generator: RunGenerator, { runId }: Run): void {
  const lacking = generator.lacks()
  if (lacking === null) return
  const begun = `Run ${runId} was started with ${generator.model}, which costs money, and cannot continue without ${lacking}.`
  throw new EvencastError('CONFLICT', `${begun} Enter it and resume the run, or make a new plan.`)
}

/**
 * Throws CONFLICT when an image in the remaining part of a run's plan may have been charged and was not found: only a person may request it
 * again.
 */
export function refuseUncertain({ steps }: Journal, plans: readonly Plan[]): void {
  for (const { actor_id, run_id, generations } of plans) {
    if (run_id === undefined || generations.every(({ skipped }) => skipped)) continue
    if (!steps.uncertain(run_id).some(({ actorId }) => actorId === actor_id)) continue
    throw new EvencastError(
      'CONFLICT',
      `Run ${run_id} requested an image of ${actor_id} that may have been charged. Retry the failed images of that run (execute --retry-failed), which looks for it first, or make a new plan (plan --fresh).`,
    )
  }
}

/** Throws CONFLICT for a run in another state, and for one whose actors a later run has changed. */
export function refuseGoingOn(journal: Journal, { runId, state }: Run, states: readonly RunState[]): void {
  if (!states.includes(state)) {
    const why = state === 'undoing' || state === 'undone' ? 'is undone' : 'has nothing left to do'
    throw new EvencastError('CONFLICT', `Run ${runId} ${why}; it cannot continue. Make a new plan.`)
  }
  const later = journal.steps.laterUseOfActors(runId)
  if (!later) return
  const hint = `Make a new plan instead of continuing run ${runId}.`
  throw new EvencastError('CONFLICT', `The later run ${later.runId} has changed ${later.actorId} since. ${hint}`)
}
