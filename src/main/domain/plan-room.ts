import { isHard } from './plan-deletions.ts'
import type { Deletion, Generation, Plan } from './plan.ts'
import { sum } from './style.ts'

/**
 * How many images may go before any is made, beside those that go in any case: so many that the set keeps its target total, or all
 * it has when that is less. Every image that is made lets one more go. Never below 0.
 */
export const roomFor = (images: number, hard: number, total: number): number =>
  Math.max(0, images - hard - Math.min(total, images - hard))

type Reviewed = Pick<Plan, 'target' | 'current' | 'deletions' | 'generations'>

const active = <T extends { readonly skipped?: boolean | undefined }>(steps: readonly T[]): readonly T[] =>
  steps.filter((step) => !step.skipped)

/** The plan's own room. */
export function roomOf({ target, current, deletions }: Reviewed): number {
  return roomFor(current.images, active(deletions).filter(isHard).length, sum(target))
}

/** The steps that are carried out, where only some kinds of them may be asked for. */
export function stepsToDo(
  plan: Reviewed,
  { deleteOnly = false, generateOnly = false }: { readonly deleteOnly?: boolean; readonly generateOnly?: boolean } = {},
): { readonly deletions: readonly Deletion[]; readonly generations: readonly Generation[] } {
  const generations = deleteOnly ? [] : active(plan.generations)
  const held = new Set(heldBack({ ...plan, generations }))
  const deletions = generateOnly ? [] : active(plan.deletions).filter((step) => !held.has(step))
  return { deletions, generations }
}

/** Deletions that are not carried out, since too few of the plan's images are to be made: they would shrink a set that stays short. */
export function heldBack(plan: Reviewed): readonly Deletion[] {
  const made = active(plan.generations).length
  return active(plan.deletions)
    .filter((step) => !isHard(step))
    .slice(roomOf(plan) + made)
}
