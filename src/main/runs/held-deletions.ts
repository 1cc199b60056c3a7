import { isHard } from '../domain/plan-deletions.ts'
import type { Bookkeeping } from './context.ts'
import type { DeleteStep } from './records.ts'

/**
 * Returns how many more images of the actor may be deleted now, besides those that are deleted in any case. Every generated image allows
 * one more, so that a set never shrinks below its target, even when generations fail or are postponed.
 */
export function mayGo({ runId, journal }: Bookkeeping, actorId: string): number {
  const room = journal.actors.get(runId, actorId)?.room ?? null
  if (room === null) return Infinity
  const done = journal.steps.ofActor(runId, actorId).filter((step) => step.state === 'done')
  const made = done.filter((step) => step.kind === 'generate').length
  const gone = done.filter((step) => step.kind === 'delete' && !isHard(step.payload)).length
  return room + made - gone
}

/** Splits deletions into those that may be executed now and those that wait for their replacement. */
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
