import type { PlanView } from '../../contract/views.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import { knownImages } from '../index/known-images.ts'
import type { Session } from '../context/library-context.ts'
import { generatorDiffers, setDiffers } from './plan-differs.ts'
import { planView } from './plan-view.ts'
import { plansOnDisk } from './plans-of.ts'

/** A plan as it stands against the folder and the settings in force. */
export function viewPlan(session: Session, onDisk: PlanOnDisk): PlanView {
  const { plan } = onDisk
  const differs =
    setDiffers(session, plan, knownImages(session, plan.actor_id)) ?? generatorDiffers(plan, session.generator)
  return planView(session, onDisk, differs && `${differs.charAt(0).toUpperCase()}${differs.slice(1)}. Plan again.`)
}

export const viewPlans = async (session: Session, actorIds: readonly string[]): Promise<PlanView[]> =>
  (await plansOnDisk(session, actorIds)).map((onDisk) => viewPlan(session, onDisk))
