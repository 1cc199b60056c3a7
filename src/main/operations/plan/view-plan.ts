import type { PlanView } from '../../contract/views.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { Activity } from '../context/activity.ts'
import { knownImages } from '../index/known-images.ts'
import type { PlanContext } from './plan-context.ts'
import { generatorDiffers, setDiffers } from './plan-differs.ts'
import { planView } from './plan-view.ts'
import { readablePlans } from './plans-of.ts'

/** Returns a plan compared with the folder and the settings in force. */
export const viewPlan = (context: PlanContext, onDisk: PlanOnDisk): PlanView =>
  viewAgainst(context, onDisk, setDiffers(context, onDisk.plan, knownImages(context, onDisk.plan.actor_id)))

function viewAgainst(context: PlanContext, onDisk: PlanOnDisk, inSet: string | null): PlanView {
  const differs = inSet ?? generatorDiffers(onDisk.plan, context.generator)
  return planView(context, onDisk, differs && `${differs.charAt(0).toUpperCase()}${differs.slice(1)}. Plan again.`)
}

/** Returns plans as windows show them. A fleet's plan is not compared with images that are not downloaded or not assessed here. */
export async function viewPlans(
  context: PlanContext,
  { toCome, fleet }: Pick<Activity, 'toCome' | 'fleet'>,
  actorIds: readonly string[],
): Promise<PlanView[]> {
  const isKnown = (actorId: string) =>
    fleet.link === null || (!toCome.get(actorId) && context.catalog.actors.get(actorId)?.summary?.unassessed === 0)
  return (await readablePlans(context, actorIds)).map((onDisk) =>
    isKnown(onDisk.plan.actor_id) ? viewPlan(context, onDisk) : viewAgainst(context, onDisk, null),
  )
}
