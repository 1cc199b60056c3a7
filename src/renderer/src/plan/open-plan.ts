import type { PlanView, RunView } from '../../../main/contract/views.ts'

/**
 * The plan that still asks something: not one that a run is carrying out, nor one that a run has used up (its files have
 * changed since, and nobody asked for it again).
 */
export function openPlan(plan: PlanView | undefined, runs: readonly RunView[]): PlanView | null {
  if (!plan) return null
  const own = runs.filter((run) => run.startedAt >= plan.createdAt && run.actors.includes(plan.actorId))
  const carrying = own.some((run) => run.state === 'running' || run.state === 'cancelling')
  return carrying || (plan.stale && own.length > 0) ? null : plan
}
