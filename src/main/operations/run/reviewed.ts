import { EvencastError } from '../../domain/error.ts'
import type { Plan } from '../../domain/plan.ts'
import { namedActors } from '../../domain/reached.ts'
import { StalePlanError } from '../../domain/stale-plan.ts'
import type { Generator } from '../../generation/generator.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { indexActor } from '../index/index-actor.ts'
import { knownImages } from '../index/known-images.ts'
import { generatorDiffers, setDiffers } from '../plan/plan-differs.ts'
import { plansOnDisk } from '../plan/plans-of.ts'
import { refuseEdit } from '../plan/refuse-edit.ts'
import type { ExecuteContext } from './execute-context.ts'

/**
 * Returns plans that can be run as they were reviewed. Throws, naming the actors and the difference, when there is no plan, files or labels
 * have changed, an edit by hand is invalid, or `generator` (null: the one that the plan was made for) is not the generator of the plan.
 */
export async function reviewedPlans(
  context: ExecuteContext,
  actorIds: readonly string[],
  generator: Generator | null,
): Promise<readonly PlanOnDisk[]> {
  const found = await plansOnDisk(context, actorIds)
  const planned = new Set(found.map(({ plan }) => plan.actor_id))
  const without = actorIds.filter((actorId) => !planned.has(actorId))
  if (without.length > 0) {
    throw new EvencastError(
      'BAD_INPUT',
      `There is no plan yet for ${namedActors(without)}. Run “evencast plan” or press Balance first.`,
    )
  }
  const stale = new Map<string, string[]>()
  const note = (actorId: string, why: string | null) => {
    if (why !== null) stale.set(why, [...(stale.get(why) ?? []), actorId])
  }
  for (const each of found) {
    const { plan } = each
    await indexActor(context, plan.actor_id)
    await assessActor(context, plan.actor_id)
    const images = knownImages(context, plan.actor_id)
    const differs = setDiffers(context, plan, images)
    note(plan.actor_id, differs)
    if (differs === null) refuseEdit(context, each, images)
    note(plan.actor_id, generatorDiffers(plan, generator ?? generatorOf(context, plan)))
  }
  if (stale.size === 0) return found
  const whys = [...stale].map(([why, ids]) => `the plan of ${namedActors(ids)} cannot be carried out: ${why}`)
  const text = `${whys.join('; ')}.`
  throw new StalePlanError(`${text.charAt(0).toUpperCase()}${text.slice(1)} Plan again, then start.`, {
    root: context.layout.root,
    actorIds: [...new Set([...stale.values()].flat())],
    generator: generator?.name ?? null,
  })
}

/** Returns the generator that a plan was made for, at its current price. Throws BAD_INPUT when it is unknown here. */
function generatorOf(context: ExecuteContext, plan: Plan): Generator {
  const generator = context.generatorOf(plan.generator, plan.model)
  if (generator) return generator
  const which = plan.model === '' ? `“${plan.generator}”` : `“${plan.generator}” with ${plan.model}`
  throw new EvencastError(
    'BAD_INPUT',
    `The plan of ${plan.actor_id} was made for the generator ${which}, whose price is not known here. Plan again.`,
  )
}
