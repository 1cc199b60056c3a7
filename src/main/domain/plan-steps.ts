import { EvencastError } from './error.ts'
import { estimatedCostUsd, type Price } from './plan-cost.ts'
import type { Plan } from './plan.ts'
import { perStyle, type PerStyle, STYLES } from './style.ts'

/** How a step is called: `d:{filename}` for a deletion, `g:{index}` for a generation, counted from 0. */
export const deletionStep = (filename: string): string => `d:${filename}`
export const generationStep = (index: number): string => `g:${index}`

export interface PlanOutcome {
  /** Good images per style once every step that is not skipped is done. A rejected image does not count, even when spared. */
  readonly after: PerStyle
  /** Whether `after` is exactly the target. */
  readonly balanced: boolean
  /** Steps that will be carried out. */
  readonly deletions: number
  readonly generations: number
  readonly costUsd: number
}

export function planOutcome(plan: Plan): PlanOutcome {
  const deletions = plan.deletions.filter((step) => !step.skipped)
  const generations = plan.generations.filter((step) => !step.skipped)
  const after = perStyle(
    (style) =>
      plan.current[style] -
      // Only surplus images were counted before; rejected ones never were.
      deletions.filter((step) => step.reason === 'surplus' && step.type === style).length +
      generations.filter((step) => step.type === style).length,
  )
  return {
    after,
    balanced: STYLES.every((style) => after[style] === plan.target[style]),
    deletions: deletions.length,
    generations: generations.length,
    costUsd: plan.estimated_cost_usd,
  }
}

/**
 * The plan with one step spared or taken up again, and its cost brought up to date.
 *
 * @throws EvencastError NOT_FOUND when the plan has no such step.
 */
export function setSkipped(plan: Plan, step: string, skipped: boolean, priceUsd: Price): Plan {
  let found = false
  const set = <T extends { readonly skipped?: boolean | undefined }>(item: T, id: string): T => {
    if (id !== step) return item
    found = true
    return { ...item, skipped: skipped ? true : undefined }
  }
  const deletions = plan.deletions.map((item) => set(item, deletionStep(item.filename)))
  const generations = plan.generations.map((item, index) => set(item, generationStep(index)))
  if (!found) throw new EvencastError('NOT_FOUND', `The plan of ${plan.actor_id} has no step "${step}"; plan again.`)
  return { ...plan, deletions, generations, estimated_cost_usd: estimatedCostUsd(generations, priceUsd) }
}

/** The plan without the steps of one kind that were carried out; those that are skipped stay, as a human's choice. */
export function withoutDone(plan: Plan, done: 'deletions' | 'generations'): Plan {
  const skippedOnly = <T extends { readonly skipped?: boolean | undefined }>(steps: readonly T[]) =>
    steps.filter((step) => step.skipped)
  return done === 'deletions'
    ? { ...plan, deletions: skippedOnly(plan.deletions) }
    : { ...plan, generations: skippedOnly(plan.generations), estimated_cost_usd: 0 }
}
