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
    const discarded = await Promise.allSettled(actorIds.map((actorId) => context.plans.delete(actorId)))
    context.emit({ type: 'plans', actorIds: [...actorIds] })
    for (const each of discarded) if (each.status === 'rejected') throw each.reason
  },
  price: ({ context }) => generationPrice(context),
}
