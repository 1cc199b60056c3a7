import { EvencastError } from '../domain/error.ts'
import type { Journal } from './journal.ts'
import type { RunGenerator } from './ports.ts'
import type { Run, RunState } from './records.ts'

/** Throws CONFLICT when the generator that the run was begun with cannot make anything now. */
export function refuseWithout(generator: RunGenerator, { runId }: Run): void {
  const lacking = generator.lacks()
  if (lacking === null) return
  const begun = `Run ${runId} was started with ${generator.model}, which costs money, and cannot continue without ${lacking}.`
  throw new EvencastError('CONFLICT', `${begun} Enter it and resume the run, or make a new plan.`)
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
