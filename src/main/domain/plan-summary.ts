import { sumUsd } from './plan-cost.ts'
import { planOutcome } from './plan-steps.ts'
import type { Plan, Shortfall } from './plan.ts'
import type { PerStyle } from './style.ts'

export interface FailedActor {
  readonly actor_id: string
  readonly error: string
}

/** `action_plans/summary.json`: all plans in short. Skipped steps are not counted. */
export interface PlanSummary {
  readonly version: 1
  readonly created_at: string
  /** Planned and failed ones. */
  readonly total_actors: number
  readonly total_deletions: number
  readonly total_generations: number
  readonly estimated_cost_usd: number
  readonly actors: readonly {
    readonly actor_id: string
    readonly current: Plan['current']
    readonly target: PerStyle
    readonly deletions: number
    readonly generations: number
    readonly shortfalls: readonly Shortfall[]
    readonly warnings: readonly string[]
    readonly estimated_cost_usd: number
  }[]
  readonly failed: readonly FailedActor[]
}

export function summaryOf(plans: readonly Plan[], failed: readonly FailedActor[], createdAt: string): PlanSummary {
  const actors = plans.map((plan) => {
    const { deletions, generations, costUsd } = planOutcome(plan)
    const { actor_id, current, target, shortfalls, warnings } = plan
    return { actor_id, current, target, deletions, generations, shortfalls, warnings, estimated_cost_usd: costUsd }
  })
  return {
    version: 1,
    created_at: createdAt,
    total_actors: actors.length + failed.length,
    total_deletions: actors.reduce((all, actor) => all + actor.deletions, 0),
    total_generations: actors.reduce((all, actor) => all + actor.generations, 0),
    estimated_cost_usd: sumUsd(actors.map((actor) => actor.estimated_cost_usd)),
    actors,
    failed,
  }
}
