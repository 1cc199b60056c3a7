import { sumUsd } from './plan-cost.ts'
import { planOutcome } from './plan-steps.ts'
import type { Plan, Shortfall } from './plan.ts'
import type { PerStyle } from './style.ts'
import { waysOut, type WayOut } from './ways-out.ts'

export interface FailedActor {
  readonly actor_id: string
  readonly error: string
}

/** `action_plans/summary.json`: all plans in short. Skipped steps are not counted. */
export interface PlanSummary {
  readonly version: 1
  readonly created_at: string
  /** Planned and failed actors. */
  readonly total_actors: number
  readonly total_deletions: number
  readonly total_generations: number
  readonly estimated_cost_usd: number
  /** Estimated and actual cost of assessing the images in this pass; 0 on this machine, null when the price is unknown. */
  readonly evaluation_estimated_usd: number | null
  readonly evaluation_cost_usd: number
  /** Estimated cost of assessing each generated image. */
  readonly checks_estimated_usd: number | null
  readonly actors: readonly {
    readonly actor_id: string
    readonly current: Plan['current']
    readonly target: PerStyle
    readonly deletions: number
    readonly generations: number
    /** Images that stay because they cannot be replaced. */
    readonly kept: number
    readonly question?: string | undefined
    readonly shortfalls: readonly Shortfall[]
    /** Ways to fill a gap that cannot be filled here, in words. */
    readonly ways_out: readonly WayOut[]
    readonly warnings: readonly string[]
    /** Description of the set's variety in one line; empty when the set is too small. */
    readonly variety: string
    readonly estimated_cost_usd: number
  }[]
  readonly failed: readonly FailedActor[]
}

/** Estimated and actual cost of a vision model's assessments; null when its price is unknown. */
export interface EvaluationBill {
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** Estimated cost of assessing the images to generate. */
  readonly checksUsd: number | null
}

export const NO_BILL: EvaluationBill = { estimatedUsd: 0, costUsd: 0, checksUsd: 0 }

/** Facts about actors besides their plans. */
interface KnownOfActors {
  readonly hasBase: (actorId: string) => boolean
  readonly variety: (actorId: string) => string
}

/** Actors of an earlier summary, kept when they are not planned again. */
export type EarlierSummary = Pick<PlanSummary, 'actors' | 'failed'>

/** Adds the actors of the earlier summary that were not planned this time and still exist. */
export function withEarlier(
  summary: PlanSummary,
  earlier: EarlierSummary,
  isThere: (actorId: string) => boolean,
): PlanSummary {
  const now = new Set([...summary.actors, ...summary.failed].map(({ actor_id }) => actor_id))
  const isOther = ({ actor_id }: { readonly actor_id: string }) => !now.has(actor_id) && isThere(actor_id)
  const actors = [...summary.actors, ...earlier.actors.filter(isOther)].toSorted((a, b) =>
    a.actor_id < b.actor_id ? -1 : 1,
  )
  const failed = [...summary.failed, ...earlier.failed.filter(isOther)]
  return { ...summary, ...totalsOf(actors), total_actors: actors.length + failed.length, actors, failed }
}

const totalsOf = (actors: PlanSummary['actors']) => ({
  total_deletions: actors.reduce((all, actor) => all + actor.deletions, 0),
  total_generations: actors.reduce((all, actor) => all + actor.generations, 0),
  estimated_cost_usd: sumUsd(actors.map((actor) => actor.estimated_cost_usd)),
})

export function summaryOf(
  plans: readonly Plan[],
  failed: readonly FailedActor[],
  createdAt: string,
  bill: EvaluationBill = NO_BILL,
  known: KnownOfActors = { hasBase: () => true, variety: () => '' },
): PlanSummary {
  const waysOf = ({ actor_id: actorId, shortfalls, generator }: Plan) =>
    waysOut({ actorId, shortfalls, generator, hasBase: known.hasBase(actorId) })
  const actors = plans.map((plan) => {
    const { deletions, generations, costUsd } = planOutcome(plan)
    const { actor_id, current, target, kept, question, shortfalls, warnings } = plan
    return {
      actor_id,
      current,
      target,
      deletions,
      generations,
      kept: kept.length,
      ...(question === undefined ? {} : { question }),
      shortfalls,
      ways_out: waysOf(plan),
      warnings,
      variety: known.variety(actor_id),
      estimated_cost_usd: costUsd,
    }
  })
  return {
    version: 1,
    created_at: createdAt,
    total_actors: actors.length + failed.length,
    ...totalsOf(actors),
    evaluation_estimated_usd: bill.estimatedUsd,
    evaluation_cost_usd: bill.costUsd,
    checks_estimated_usd: bill.checksUsd,
    actors,
    failed,
  }
}
