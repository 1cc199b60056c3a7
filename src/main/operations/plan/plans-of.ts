import type { Plan } from '../../domain/plan.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { PlanContext } from './plan-context.ts'

/** The plans of these actors, as far as there are any, and whether they were changed by hand. */
export async function plansOnDisk(context: PlanContext, actorIds: readonly string[]): Promise<PlanOnDisk[]> {
  const found = await Promise.all(actorIds.map((actorId) => context.plans.read(actorId)))
  return found.filter((each) => each !== null)
}

export const plansOf = async (context: PlanContext, actorIds: readonly string[]): Promise<Plan[]> =>
  (await plansOnDisk(context, actorIds)).map(({ plan }) => plan)
