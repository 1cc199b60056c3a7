import { countSet } from '../../domain/set-counts.ts'
import { type Done, restOf } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import { knownImages } from '../index/known-images.ts'
import { fingerprintOf } from './plan-actor.ts'
import type { PlanContext } from './plan-context.ts'

/**
 * What a run has left of a plan stays a plan, so that `--generate-only` can follow `--delete-only`, what failed can be tried again, and
 * what is finished says so. Only where the set is what that run made of it: after anything else the plan is stale, as ever.
 */
export async function keepRest(context: PlanContext, plan: Plan, runId: string, done: Done): Promise<void> {
  const images = knownImages(context, plan.actor_id)
  const gone = plan.deletions.filter(({ filename }) => done.deleted.has(filename)).length
  const made = plan.generations.filter(({ prompt_id }) => done.generated.has(prompt_id)).length
  if (images.length !== plan.current.images - gone + made) return
  const { counts, unsure } = countSet(images)
  const rest = restOf(plan, done, { ...counts, unsure, images: images.length })
  await context.plans.write({ ...rest, fingerprint: fingerprintOf(context, plan.actor_id, images), run_id: runId })
}
