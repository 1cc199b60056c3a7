import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import type { Runner } from '../../runs/runner.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { plansOf } from '../plan/plans-of.ts'
import { limitsForResumed } from './limits.ts'
import { reviewedPlans } from './reviewed.ts'
import { duePlans, startRun } from './runs.ts'

export const runProcedures: Procedures<'runs', { readonly session: Session; readonly runner: Runner }> = {
  list: ({ runner }) => runner.list(),
  async start({ session, runner }, { actorIds: actors }) {
    const asked = chosenActors(session, actors)
    // "All" means all that have a plan: an actor whose planning failed is listed, and the others go on.
    const actorIds = actors === 'all' ? (await plansOf(session, asked)).map((plan) => plan.actor_id) : asked
    const plans = (await reviewedPlans(session, actorIds, session.generator)).map(({ plan }) => plan)
    const due = duePlans(session, plans)
    if (due.length === 0) throw new EvencastError('BAD_INPUT', 'There is nothing left to do in these plans.')
    return startRun(session, runner, due, { spentUsd: sumUsd(due.map((plan) => plan.evaluation_cost_usd ?? 0)) })
  },
  cancel: ({ runner }, { runId }) => runner.cancel(runId),
  resume: ({ session, runner }, { runId }) => runner.resume(runId, limitsForResumed(session, runner, runId)),
  retryFailed: ({ session, runner }, { runId }) => runner.retryFailed(runId, limitsForResumed(session, runner, runId)),
  undo: ({ runner }, { runId }) => runner.undo(runId),
}
