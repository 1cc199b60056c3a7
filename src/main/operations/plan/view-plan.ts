import type { PlanView } from '../../contract/views.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import { knownImages } from '../index/known-images.ts'
import type { PlanContext } from './plan-context.ts'
import { generatorDiffers, setDiffers } from './plan-differs.ts'
import { planView } from './plan-view.ts'
import { readablePlans } from './plans-of.ts'

/** A plan as it stands against the folder and the settings in force. */
export function viewPlan(context: PlanContext, onDisk: PlanOnDisk): PlanView {
  const { plan } = onDisk
  const differs =
    setDiffers(context, plan, knownImages(context, plan.actor_id)) ?? generatorDiffers(plan, context.generator)
  return planView(context, onDisk, differs && `${differs.charAt(0).toUpperCase()}${differs.slice(1)}. Plan again.`)
}

export const viewPlans = async (context: PlanContext, actorIds: readonly string[]): Promise<PlanView[]> =>
  (await readablePlans(context, actorIds)).map((onDisk) => viewPlan(context, onDisk))
