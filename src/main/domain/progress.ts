import { sumUsd } from './plan-cost.ts'
import { planOutcome } from './plan-steps.ts'
import type { Plan, Shortfall } from './plan.ts'
import type { PerStyle } from './style.ts'

export interface FailedActor {
  readonly actor_id: string
  readonly error: string
}

/** `action_plans/progress.json`: where plan and execute go on after an interruption. */
export interface Progress {
  readonly command: string
  readonly total: number
  /** Actor ids, in the order they were done. */
  readonly completed: readonly string[]
  readonly failed: readonly FailedActor[]
  /** 0..100; 100 only when nothing is left. */
  readonly percent: number
  readonly updated_at: string
}

function withPercent(progress: Omit<Progress, 'percent'>): Progress {
  const done = progress.completed.length + progress.failed.length
  return { ...progress, percent: progress.total > 0 ? Math.min(100, Math.floor((100 * done) / progress.total)) : 100 }
}

export const startProgress = (command: string, total: number, now: string): Progress =>
  withPercent({ command, total, completed: [], failed: [], updated_at: now })

const without = (progress: Progress, actorId: string) => ({
  ...progress,
  completed: progress.completed.filter((id) => id !== actorId),
  failed: progress.failed.filter(({ actor_id }) => actor_id !== actorId),
})

/** An actor that failed before and now is done counts once, as done. */
export function markCompleted(progress: Progress, actorId: string, now: string): Progress {
  const rest = without(progress, actorId)
  return withPercent({ ...rest, completed: [...rest.completed, actorId], updated_at: now })
}

export function markFailed(progress: Progress, actorId: string, error: string, now: string): Progress {
  const rest = without(progress, actorId)
  return withPercent({ ...rest, failed: [...rest.failed, { actor_id: actorId, error }], updated_at: now })
}

/** What is still to be done, in the given order. Failed actors are tried again. */
export function remaining(actorIds: readonly string[], progress: Progress): readonly string[] {
  const completed = new Set(progress.completed)
  return actorIds.filter((id) => !completed.has(id))
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
