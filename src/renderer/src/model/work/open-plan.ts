import type { PlanView, RunView } from '../../../../main/contract/views.ts'

/** Returns the plan if it still needs an answer: not one that a run is executing or has used up (its files have changed since). */
export function openPlan(plan: PlanView | undefined, runs: readonly RunView[]): PlanView | null {
  if (!plan) return null
  const own = runs.filter((run) => run.startedAt >= plan.createdAt && run.actors.includes(plan.actorId))
  const running = own.some((run) => run.state === 'running' || run.state === 'cancelling')
  return running || (plan.stale && own.length > 0) ? null : plan
}

/** `openPlan` for many plans, in one pass over the runs. */
export function openPlans(
  plans: ReadonlyMap<string, PlanView>,
  runs: readonly RunView[],
): ReadonlyMap<string, PlanView> {
  const newest = new Map<string, string>()
  const running = new Map<string, string>()
  for (const run of runs) {
    const active = run.state === 'running' || run.state === 'cancelling'
    for (const actorId of run.actors) {
      if (run.startedAt > (newest.get(actorId) ?? '')) newest.set(actorId, run.startedAt)
      if (active && run.startedAt > (running.get(actorId) ?? '')) running.set(actorId, run.startedAt)
    }
  }
  const since = (starts: ReadonlyMap<string, string>, plan: PlanView) =>
    (starts.get(plan.actorId) ?? '') >= plan.createdAt
  return new Map([...plans].filter(([, plan]) => !since(running, plan) && !(plan.stale && since(newest, plan))))
}
