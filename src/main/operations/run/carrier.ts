import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import type { Carrier } from '../../runs/carrier.ts'
import type { Runner } from '../../runs/runner-types.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import { plansOf } from '../plan/plans-of.ts'
import type { ExecuteContext } from './execute-context.ts'
import { limitsForResumed } from './limits.ts'
import { reviewedPlans } from './reviewed.ts'
import { duePlans, startRun } from './runs.ts'

/** Runs plans on this machine. */
export const createCarrier = (context: ExecuteContext, runner: Runner): Carrier => ({
  async start({ actorIds: actors, among = actors }) {
    const asked = chosenActors(context, actors)
    // "All" means every actor with a plan. Actors whose planning failed are listed, and the others continue.
    const actorIds = actors === 'all' ? (await plansOf(context, asked)).map((plan) => plan.actor_id) : asked
    const plans = (await reviewedPlans(context, actorIds, context.generator)).map(({ plan }) => plan)
    const due = duePlans(context, plans)
    if (due.length === 0) throw new EvencastError('BAD_INPUT', 'There is nothing left to do in these plans.')
    const runs = new Set(due.map((plan) => plan.actor_id))
    const others = [...new Set([...asked, ...chosenActors(context, among)])].filter((actorId) => !runs.has(actorId))
    const failed = new Set((await context.plans.readSummary())?.failed.map(({ actor_id }) => actor_id))
    const unplanned = others.filter((actorId) => failed.has(actorId))
    return startRun(context, runner, due, {
      spentUsd: sumUsd(due.map((plan) => plan.evaluation_cost_usd ?? 0)),
      idle: others.filter((actorId) => !failed.has(actorId)),
      unplanned,
    })
  },
  resume: async (runId, failedToo = false) =>
    runner[failedToo ? 'retryFailed' : 'resume'](runId, limitsForResumed(context, runner, runId)),
  pause: async (runId) => runner.pause(runId),
  cancel: async (runId) => runner.cancel(runId),
  list: async () => runner.list(),
  watch: (onRun) => runner.watch(onRun),
})
