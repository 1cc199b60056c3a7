import { countSet } from '../../domain/set-counts.ts'
import { type Done, restOf } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import { knownImages } from '../index/known-images.ts'
import { fingerprintOf } from './plan-actor.ts'
import type { PlanContext } from './plan-context.ts'

/**
 * Writes what a run left of a plan as a plan, so that `--generate-only` can follow `--delete-only`, failed steps can be retried, and a
 * finished plan says so. Only when the set is exactly what the run made of it; after any other change the plan is stale.
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
