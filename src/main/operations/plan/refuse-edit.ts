import { EvencastError } from '../../domain/error.ts'
import { problemOfEdit } from '../../domain/hand-edits.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { KnownImage } from '../index/known-images.ts'
import type { PlanContext } from './plan-context.ts'
import { targetOf } from './target-of.ts'

/** Throws BAD_INPUT for a plan that a person edited in a way that makes it invalid. */
export function refuseEdit(context: PlanContext, { plan, edited }: PlanOnDisk, images: readonly KnownImage[]): void {
  if (!edited) return
  const problem = problemOfEdit(plan, {
    filenames: new Set(images.map(({ filename }) => filename)),
    kept: new Set(images.filter(({ kept }) => kept).map(({ filename }) => filename)),
    target: targetOf(context, plan.actor_id),
    knowsPrompt: (promptId) => context.prompts.find(promptId) !== undefined,
  })
  if (problem === null) return
  throw new EvencastError(
    'BAD_INPUT',
    `The plan of ${plan.actor_id} was changed by hand and cannot be carried out: ${problem}. Correct action_plans/${plan.actor_id}_action_plan.json, or plan again.`,
  )
}
