import { chosenActors } from '../context/chosen-actors.ts'
import type { Procedures } from '../context/procedures.ts'
import { generationPrice } from './generation-price.ts'
import { type PlanNeeds, planTask } from './plan-task.ts'
import { viewPlans } from './view-plan.ts'

export const planProcedures: Procedures<'plans', PlanNeeds, 'make' | 'list' | 'discard' | 'price'> = {
  make: (needs, { actorIds, agreed }) => planTask(needs, chosenActors(needs.context, actorIds), agreed),
  list: ({ context, activity }, { actorIds }) => viewPlans(context, activity, chosenActors(context, actorIds)),
  async discard({ context }, { actorIds: actors }) {
    const actorIds = chosenActors(context, actors)
    await Promise.all(actorIds.map((actorId) => context.plans.delete(actorId)))
    context.emit({ type: 'plans', actorIds: [...actorIds] })
  },
  price: ({ context }) => generationPrice(context),
}
