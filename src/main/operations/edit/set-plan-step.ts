import type { PlanView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { deletionStep, setSkipped } from '../../domain/plan-steps.ts'
import { planWarnings } from '../../domain/plan-warnings.ts'
import type { Editing } from './editing.ts'
import { keepImages } from './promises.ts'
import { knownImages } from '../index/known-images.ts'
import { besideImages, fingerprintOf } from '../plan/plan-actor.ts'
import { setDiffers } from '../plan/plan-differs.ts'
import { plansOnDisk } from '../plan/plans-of.ts'
import { refuseEdit } from '../plan/refuse-edit.ts'
import { viewPlan } from '../plan/view-plan.ts'
import type { EditingContext } from './editing-context.ts'

/**
 * Skips a step of a plan, or includes it again. Skipping a deletion also marks the image as kept, beyond this plan. The plan's warnings say
 * so when it can no longer reach its target mix.
 */
export async function setPlanStep(
  context: EditingContext,
  editing: Editing,
  { actorId, stepId, skipped }: { readonly actorId: string; readonly stepId: string; readonly skipped: boolean },
): Promise<PlanView> {
  const [onDisk] = await plansOnDisk(context, [actorId])
  if (!onDisk) throw new EvencastError('NOT_FOUND', `The plan of ${actorId} is gone. Press Balance to plan again.`)
  const before = knownImages(context, actorId)
  // Once the plan is rewritten here, an edit by hand can no longer be detected.
  refuseEdit(context, onDisk, before)
  const changed = setSkipped(onDisk.plan, stepId, skipped)
  const wasFresh = setDiffers(context, onDisk.plan, before) === null
  const deletion = changed.deletions.find(({ filename }) => deletionStep(filename) === stepId)
  const row = deletion && context.catalog.images.byName(actorId, deletion.filename)
  if (row) await keepImages(context, editing, [String(row.id)], skipped)
  const images = knownImages(context, actorId)
  // Only the label that was just set may change the fingerprint; a plan that was stale stays stale.
  const fingerprint = wasFresh ? fingerprintOf(context, actorId, images) : changed.fingerprint
  const { warnings, question } = planWarnings(images, changed, context.settings().policy)
  const plan = {
    ...changed,
    ...(question !== undefined && { question }),
    warnings: [...warnings, ...besideImages(context, actorId)],
    fingerprint,
  }
  await context.plans.write(plan)
  context.emit({ type: 'plans', actorIds: [actorId] })
  return viewPlan(context, { plan, edited: onDisk.edited })
}
