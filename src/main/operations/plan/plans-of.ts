import { EvencastError } from '../../domain/error.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { PlanContext } from './plan-context.ts'

/** The plans of these actors, as far as there are any, and whether they were changed by hand. */
export async function plansOnDisk(
  context: Pick<PlanContext, 'plans'>,
  actorIds: readonly string[],
): Promise<PlanOnDisk[]> {
  const found = await Promise.all(actorIds.map((actorId) => context.plans.read(actorId)))
  return found.filter((each) => each !== null)
}

/** The same for a list of all: a file that is no plan is left out, and planning its actor says why. */
export async function plansOf(context: Pick<PlanContext, 'plans'>, actorIds: readonly string[]): Promise<Plan[]> {
  return (await readablePlans(context, actorIds)).map(({ plan }) => plan)
}

export async function readablePlans(
  context: Pick<PlanContext, 'plans'>,
  actorIds: readonly string[],
): Promise<PlanOnDisk[]> {
  const found = await Promise.all(actorIds.map((actorId) => context.plans.read(actorId).catch(noneWhereBroken)))
  return found.filter((each) => each !== null)
}

function noneWhereBroken(error: unknown): null {
  if (error instanceof EvencastError && error.code === 'BAD_INPUT') return null
  throw error
}
