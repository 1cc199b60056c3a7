import { EvencastError } from '../../domain/error.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { PlanContext } from './plan-context.ts'

/** Returns the existing plans of these actors. Each says whether it was edited by hand. */
export async function plansOnDisk(
  context: Pick<PlanContext, 'plans'>,
  actorIds: readonly string[],
): Promise<PlanOnDisk[]> {
  const found = await Promise.all(actorIds.map((actorId) => context.plans.read(actorId)))
  return found.filter((each) => each !== null)
}

/** Returns the existing plans of these actors without files that are not valid plans; planning such an actor reports why. */
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
