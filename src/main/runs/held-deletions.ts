import { isHard } from '../domain/plan-deletions.ts'
import type { Bookkeeping } from './context.ts'
import type { DeleteStep } from './records.ts'

/**
 * How many more images of the actor may go by now, beside those that go in any case: every image that was made lets one more go.
 * So a set never holds less than its target on the way, whatever of the generating fails or is put off.
 */
export function mayGo({ runId, journal }: Bookkeeping, actorId: string): number {
  const room = journal.actors.get(runId, actorId)?.room ?? null
  if (room === null) return Infinity
  const done = journal.steps.ofActor(runId, actorId).filter((step) => step.state === 'done')
  const made = done.filter((step) => step.kind === 'generate').length
  const gone = done.filter((step) => step.kind === 'delete' && !isHard(step.payload)).length
  return room + made - gone
}

/** Splits deletions into those that may be carried out now and those that wait for their replacement. */
export function inTime(
  context: Bookkeeping,
  actorId: string,
  deletions: readonly DeleteStep[],
): { readonly now: readonly DeleteStep[]; readonly later: readonly DeleteStep[] } {
  let left = mayGo(context, actorId)
  const now = deletions.filter(({ payload }) => isHard(payload) || left-- > 0)
  const taken = new Set(now)
  return { now, later: deletions.filter((step) => !taken.has(step)) }
}
