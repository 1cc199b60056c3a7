import type { Plan } from '../../domain/plan.ts'
import type { Session } from '../context/library-context.ts'

/** The plans of these actors, as far as there are any. */
export async function plansOf(session: Session, actorIds: readonly string[]): Promise<Plan[]> {
  const plans = await Promise.all(actorIds.map((actorId) => session.plans.read(actorId)))
  return plans.filter((plan) => plan !== null)
}
