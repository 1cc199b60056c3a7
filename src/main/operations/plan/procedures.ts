import { chosenActors } from '../context/chosen-actors.ts'
import type { Procedures } from '../context/procedures.ts'
import { generationPrice } from './generation-price.ts'
import { type PlanNeeds, planTask } from './plan-task.ts'
import { viewPlans } from './view-plan.ts'

export const planProcedures: Procedures<'plans', PlanNeeds, 'make' | 'list' | 'discard' | 'price'> = {
  make: (needs, { actorIds, agreed }) => planTask(needs, chosenActors(needs.session, actorIds), agreed),
  list: ({ session }, { actorIds }) => viewPlans(session, chosenActors(session, actorIds)),
  async discard({ session }, { actorIds: actors }) {
    const actorIds = chosenActors(session, actors)
    await Promise.all(actorIds.map((actorId) => session.plans.delete(actorId)))
    session.emit({ type: 'plans', actorIds: [...actorIds] })
  },
  price: ({ session }) => generationPrice(session),
}
