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
  /** Planned and failed ones. */
  readonly total_actors: number
  readonly total_deletions: number
  readonly total_generations: number
  readonly estimated_cost_usd: number
  /** What looking at the images was expected to cost in this pass, and what it did; 0 on this machine, null: price unknown. */
  readonly evaluation_estimated_usd: number | null
  readonly evaluation_cost_usd: number
  /** What the look at each image to be made will cost. */
  readonly checks_estimated_usd: number | null
  readonly actors: readonly {
    readonly actor_id: string
    readonly current: Plan['current']
    readonly target: PerStyle
    readonly deletions: number
    readonly generations: number
    /** Images that stay for want of better. */
    readonly kept: number
    readonly question?: string | undefined
    readonly shortfalls: readonly Shortfall[]
    /** Ways to close a gap that cannot be closed here, in words. */
    readonly ways_out: readonly WayOut[]
    readonly warnings: readonly string[]
    /** What the set shows and lacks, in one line; empty for a set too small to speak of. */
    readonly variety: string
    readonly estimated_cost_usd: number
  }[]
  readonly failed: readonly FailedActor[]
}

/** What looking at the images was to cost, and what it did, with a vision model; null where its price is not known. */
export interface EvaluationBill {
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** What its look at the images to be made will cost. */
  readonly checksUsd: number | null
}

export const NO_BILL: EvaluationBill = { estimatedUsd: 0, costUsd: 0, checksUsd: 0 }

/** What else is said of an actor beside its plan. */
interface KnownOfActors {
  readonly hasBase: (actorId: string) => boolean
  readonly variety: (actorId: string) => string
}

/** What a summary keeps of actors that were planned before and not this time. */
export type EarlierSummary = Pick<PlanSummary, 'actors' | 'failed'>

/** The summary of all plans there are, after some of them were made again. */
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
