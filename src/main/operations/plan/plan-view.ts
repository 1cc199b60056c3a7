import type { PlanView } from '../../contract/views.ts'
import { leftInWords, leftOf, toSettle } from '../../domain/left.ts'
import type { Plan } from '../../domain/plan.ts'
import { heldBack } from '../../domain/plan-room.ts'
import { deletionStep, generationStep, planOutcome } from '../../domain/plan-steps.ts'
import { keptForWant } from '../../domain/plan-warnings.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import { reviewWay, type WayOut, waysOut } from '../../domain/ways-out.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import { checkPriceUsd } from '../vision/quote.ts'
import type { PlanContext } from './plan-context.ts'

/** Time to move one file to the trash, measured on a local disk; used to estimate the duration of a plan. */
const SECONDS_PER_DELETION = 0.02

/** Returns a plan as a window shows it. `differs`: why it can no longer be run, as a sentence; null when it can. */
export function planView(context: PlanContext, { plan, edited }: PlanOnDisk, differs: string | null): PlanView {
  const { images, actors } = context.catalog
  const outcome = planOutcome(plan)
  const { concurrency } = context.settings()
  const imageId = (filename: string) => {
    const row = images.byName(plan.actor_id, filename)
    return row && String(row.id)
  }
  const keptSentence = keptForWant(plan)
  const held = new Set(heldBack(plan))
  const { unsure, images: before, ...current } = plan.current
  const checks = checksUsd(context, outcome.generations)
  return {
    actorId: plan.actor_id,
    createdAt: plan.created_at,
    stale: differs !== null,
    differs,
    edited,
    evaluator: plan.evaluator,
    generator: plan.generator,
    model: plan.model,
    priceUsd: plan.price_usd,
    target: plan.target,
    current,
    unsure,
    after: outcome.after,
    images: before,
    imagesAfter: outcome.images.after,
    deletions: plan.deletions.map((step) => ({
      stepId: deletionStep(step.filename),
      imageId: imageId(step.filename),
      filename: step.filename,
      type: step.type,
      reason: step.reason,
      detail: step.detail,
      skipped: step.skipped ?? false,
      held: held.has(step),
    })),
    generations: plan.generations.map((step, index) => ({
      stepId: generationStep(index),
      type: step.type,
      title: context.prompts.find(step.prompt_id)?.title ?? step.prompt_id,
      promptId: step.prompt_id,
      prompt: step.prompt,
      aspectRatio: step.aspect_ratio,
      skipped: step.skipped ?? false,
    })),
    kept: plan.kept.map(({ filename, type, reason, detail }) => ({
      imageId: imageId(filename),
      filename,
      type,
      reason,
      detail,
    })),
    shortfalls: plan.shortfalls.map((shortfall) => ({ ...shortfall })),
    waysOut: [
      ...waysOut({
        actorId: plan.actor_id,
        shortfalls: plan.shortfalls,
        generator: plan.generator,
        hasBase: (actors.get(plan.actor_id)?.baseFile ?? null) !== null,
      }),
      ...reviewOnly(context, plan),
    ],
    warnings: plan.warnings.filter((warning) => !keptSentence.includes(warning)),
    question: plan.question ?? null,
    costUsd: outcome.costUsd,
    checksUsd: checks,
    totalUsd: checks === null ? null : sumUsd([outcome.costUsd, checks]),
    visionUsd: plan.evaluation_cost_usd ?? 0,
    seconds:
      outcome.deletions * SECONDS_PER_DELETION +
      (outcome.generations * context.generator.secondsPerImage) / Math.max(1, concurrency),
  }
}

function checksUsd(context: PlanContext, images: number): number | null {
  if (images === 0 || context.vision() === null) return 0
  const priceUsd = checkPriceUsd(context)
  return priceUsd === null ? null : priceUsd * images
}

/** Suggests a review when there is nothing to remove, generate or add but the set still has open questions. */
function reviewOnly({ catalog }: PlanContext, plan: Plan): readonly WayOut[] {
  const summary = catalog.actors.get(plan.actor_id)?.summary ?? null
  if (summary === null || plan.deletions.length + plan.generations.length + plan.shortfalls.length > 0) return []
  const left = leftInWords(toSettle(leftOf(summary, plan.target)))
  return left === '' ? [] : [reviewWay(`${plan.actor_id} (${left})`)]
}
