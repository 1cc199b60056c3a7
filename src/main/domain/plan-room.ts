import { isHard } from './plan-deletions.ts'
import type { Deletion, Generation, Plan } from './plan.ts'
import { sum } from './style.ts'

/**
 * Returns how many images may be removed before any is generated, besides those removed in any case: as many as keep the set at its target
 * total, or at its size when that is less. Every generated image allows one more. Never below 0.
 */
export const roomFor = (images: number, hard: number, total: number): number =>
  Math.max(0, images - hard - Math.min(total, images - hard))

type Reviewed = Pick<Plan, 'target' | 'current' | 'deletions' | 'generations'>

const active = <T extends { readonly skipped?: boolean | undefined }>(steps: readonly T[]): readonly T[] =>
  steps.filter((step) => !step.skipped)

/** Returns the number of images that the plan may remove before any is generated. */
export function roomOf({ target, current, deletions }: Reviewed): number {
  return roomFor(current.images, active(deletions).filter(isHard).length, sum(target))
}

/** Returns the steps to run, optionally of one kind only. */
export function stepsToDo(
  plan: Reviewed,
  { deleteOnly = false, generateOnly = false }: { readonly deleteOnly?: boolean; readonly generateOnly?: boolean } = {},
): { readonly deletions: readonly Deletion[]; readonly generations: readonly Generation[] } {
  const generations = deleteOnly ? [] : active(plan.generations)
  const held = new Set(heldBack({ ...plan, generations }))
  const deletions = generateOnly ? [] : active(plan.deletions).filter((step) => !held.has(step))
  return { deletions, generations }
}

/**
 * Returns deletions that are held back because too few of the plan's images are to be generated: they would shrink a set that stays short.
 */
export function heldBack(plan: Reviewed): readonly Deletion[] {
  const made = active(plan.generations).length
  return active(plan.deletions)
    .filter((step) => !isHard(step))
    .slice(roomOf(plan) + made)
}
