import { EvencastError } from './error.ts'
import { estimatedCostUsd } from './plan-cost.ts'
import { stepsToDo } from './plan-room.ts'
import type { Plan } from './plan.ts'
import { perStyle, type PerStyle, STYLES } from './style.ts'

/** Id of a step: `d:{filename}` for a deletion, `g:{index}` for a generation, counted from 0. */
export const deletionStep = (filename: string): string => `d:${filename}`
export const generationStep = (index: number): string => `g:${index}`

export interface PlanOutcome {
  /**
   * Good images of a sure style after all steps that are not skipped. A rejected image does not count, even when its deletion is skipped.
   */
  readonly after: PerStyle
  /** True when `after` is exactly the target. */
  readonly balanced: boolean
  /** Files in the set before and after. */
  readonly images: { readonly before: number; readonly after: number }
  /** Steps that will run. */
  readonly deletions: number
  readonly generations: number
  readonly costUsd: number
}

export function planOutcome(plan: Plan): PlanOutcome {
  const { deletions, generations } = stepsToDo(plan)
  const after = perStyle(
    (style) =>
      plan.current[style] -
      // Only surplus images were counted before; rejected ones were not.
      deletions.filter((step) => step.reason === 'surplus' && step.type === style).length +
      generations.filter((step) => step.type === style).length,
  )
  return {
    after,
    balanced: STYLES.every((style) => after[style] === plan.target[style]),
    images: { before: plan.current.images, after: plan.current.images - deletions.length + generations.length },
    deletions: deletions.length,
    generations: generations.length,
    costUsd: estimatedCostUsd(plan.generations, plan.price_usd),
  }
}

/**
 * Returns the plan with one step skipped or restored, and with its cost updated.
 *
 * @throws EvencastError NOT_FOUND when the plan has no such step.
 */
export function setSkipped(plan: Plan, step: string, skipped: boolean): Plan {
  let found = false
  const set = <T extends { readonly skipped?: boolean | undefined }>(item: T, id: string): T => {
    if (id !== step) return item
    found = true
    return { ...item, skipped: skipped ? true : undefined }
  }
  const deletions = plan.deletions.map((item) => set(item, deletionStep(item.filename)))
  const generations = plan.generations.map((item, index) => set(item, generationStep(index)))
  if (!found) throw new EvencastError('NOT_FOUND', `The plan of ${plan.actor_id} has no step "${step}"; plan again.`)
  return { ...plan, deletions, generations, estimated_cost_usd: estimatedCostUsd(generations, plan.price_usd) }
}

/** Steps of a plan that have run. */
export interface Done {
  /** File names. */
  readonly deleted: ReadonlySet<string>
  /** Prompt ids: a plan has each only once. */
  readonly generated: ReadonlySet<string>
}

/** Returns the rest of a plan after a run, including skipped steps, which are the user's choice. `current` is the set as it is now. */
export function restOf(plan: Plan, { deleted, generated }: Done, current: Plan['current']): Plan {
  const deletions = plan.deletions.filter(({ filename }) => !deleted.has(filename))
  const generations = plan.generations.filter(({ prompt_id }) => !generated.has(prompt_id))
  return { ...plan, current, deletions, generations, estimated_cost_usd: estimatedCostUsd(generations, plan.price_usd) }
}
