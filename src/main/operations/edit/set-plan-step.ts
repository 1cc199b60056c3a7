import type { PlanView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { deletionStep, setSkipped } from '../../domain/plan-steps.ts'
import { planWarnings } from '../../domain/plan-warnings.ts'
import type { Editing } from './editing.ts'
import { keepImages } from './promises.ts'
import { knownImages } from '../index/known-images.ts'
import { fingerprintOf } from '../plan/plan-actor.ts'
import { setDiffers } from '../plan/plan-differs.ts'
import { plansOnDisk } from '../plan/plans-of.ts'
import { viewPlan } from '../plan/view-plan.ts'
import type { Session } from '../context/library-context.ts'

/**
 * Leaves a step of a plan out, or takes it up again. To spare a deletion is a promise to the image: it outlives the plan, and the
 * plan, which was made before it, says so where it cannot meet the mix any more.
 */
export async function setPlanStep(
  session: Session,
  editing: Editing,
  { actorId, stepId, skipped }: { readonly actorId: string; readonly stepId: string; readonly skipped: boolean },
): Promise<PlanView> {
  const [onDisk] = await plansOnDisk(session, [actorId])
  if (!onDisk) throw new EvencastError('NOT_FOUND', `The plan of ${actorId} is gone. Press Balance to plan again.`)
  const changed = setSkipped(onDisk.plan, stepId, skipped)
  const wasFresh = setDiffers(session, onDisk.plan, knownImages(session, actorId)) === null
  const deletion = changed.deletions.find(({ filename }) => deletionStep(filename) === stepId)
  const row = deletion && session.catalog.images.byName(actorId, deletion.filename)
  if (row) await keepImages(session, editing, [String(row.id)], skipped)
  const images = knownImages(session, actorId)
  // Only what was just said makes the difference: a plan that was out of date stays so.
  const fingerprint = wasFresh ? fingerprintOf(session, actorId, images) : changed.fingerprint
  const plan = { ...changed, ...planWarnings(images, changed, session.settings().policy), fingerprint }
  await session.plans.write(plan)
  session.emit({ type: 'plans', actorIds: [actorId] })
  return viewPlan(session, { plan, edited: onDisk.edited })
}
