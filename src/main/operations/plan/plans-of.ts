import type { Plan } from '../../domain/plan.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { Session } from '../context/library-context.ts'

/** The plans of these actors, as far as there are any, and whether they were changed by hand. */
export async function plansOnDisk(session: Session, actorIds: readonly string[]): Promise<PlanOnDisk[]> {
  const found = await Promise.all(actorIds.map((actorId) => session.plans.read(actorId)))
  return found.filter((each) => each !== null)
}

export const plansOf = async (session: Session, actorIds: readonly string[]): Promise<Plan[]> =>
  (await plansOnDisk(session, actorIds)).map(({ plan }) => plan)
