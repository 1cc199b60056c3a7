import type { PlanView } from '../../contract/views.ts'
import { deletionStep, generationStep, planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import { checkPriceUsd } from '../vision/quote.ts'
import { generatorId } from './plan-actor.ts'
import type { Session } from '../context/library-context.ts'

/** Moving one file to the trash, as measured on a local disk: what a plan's time is reckoned with. */
const SECONDS_PER_DELETION = 0.02

/** The plan as a window shows it. `fingerprint` is the actor's of now: when it differs, the plan is stale. */
export function planView(session: Session, plan: Plan, fingerprint: string): PlanView {
  const { images } = session.catalog
  const outcome = planOutcome(plan)
  const { concurrency } = session.settings()
  return {
    actorId: plan.actor_id,
    createdAt: plan.created_at,
    stale: plan.fingerprint !== fingerprint || plan.generator !== generatorId(session),
    evaluator: plan.evaluator,
    target: plan.target,
    current: plan.current,
    after: outcome.after,
    deletions: plan.deletions.map(({ filename, type, reason, detail, skipped }) => {
      const row = images.byName(plan.actor_id, filename)
      const stepId = deletionStep(filename)
      return { stepId, imageId: row && String(row.id), filename, type, reason, detail, skipped: skipped ?? false }
    }),
    generations: plan.generations.map((step, index) => ({
      stepId: generationStep(index),
      type: step.type,
      title: session.prompts.find(step.prompt_id)?.title ?? step.prompt_id,
      promptId: step.prompt_id,
      prompt: step.prompt,
      aspectRatio: step.aspect_ratio,
      skipped: step.skipped ?? false,
    })),
    shortfalls: plan.shortfalls.map((shortfall) => ({ ...shortfall })),
    warnings: [...plan.warnings],
    costUsd: outcome.costUsd,
    checksUsd: checksUsd(session, outcome.generations),
    visionUsd: plan.evaluation_cost_usd ?? 0,
    seconds:
      outcome.deletions * SECONDS_PER_DELETION +
      (outcome.generations * session.generator.secondsPerImage) / Math.max(1, concurrency),
  }
}

function checksUsd(session: Session, images: number): number | null {
  if (images === 0 || session.opinions() === null) return 0
  const priceUsd = checkPriceUsd(session)
  return priceUsd === null ? null : priceUsd * images
}
