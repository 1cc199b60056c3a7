import type { RunView } from '../../contract/views.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Limits } from '../../runs/budget.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { ExecuteContext } from './execute-context.ts'
import { checkAtMostUsd, checkPriceUsd } from '../vision/quote.ts'

/** Factor for the number of checks, because rejected images are checked too. */
const MARGIN = 1.5

/**
 * Splits a cost limit between generating and checking images (null: no limit). The price of all checks is set aside; when the limit is too
 * low for both, it is split in proportion to their prices.
 */
export function limitsForPlans(
  context: ExecuteContext,
  plans: readonly Plan[],
  evaluator: string | null,
  limitUsd: number | null,
): Limits {
  if (limitUsd === null) return { maxCostUsd: null, checksLimitUsd: null }
  const outcomes = plans.map(planOutcome)
  const images = outcomes.reduce((sum, { generations }) => sum + generations, 0)
  const imagesUsd = outcomes.reduce((sum, { costUsd }) => sum + costUsd, 0)
  const checksLimitUsd = shareOfChecks(checkPriceUsd(context, evaluator), limitUsd, imagesUsd, images)
  return { maxCostUsd: Math.max(0, limitUsd) - checksLimitUsd, checksLimitUsd }
}

/**
 * Returns the current limits for a resumed run, because a user whose run was stopped by the former limit has raised it. Checks of the
 * remaining images may cost their expected price or, without a limit, their maximum price.
 */
export function limitsForResumed(
  context: ExecuteContext,
  runner: Runner,
  runId: string,
  maxCostUsd = context.settings().maxCostUsd,
): Limits {
  const run: RunView = runner.get(runId)
  const { evaluator = null, checksUsd = 0 } = runner.options(runId)
  const priceOfCheck = checkPriceUsd(context, evaluator)
  const left = run.total - run.done + run.failures.length
  const checksLimitUsd = (priceOfCheck ?? 0) * MARGIN * left
  // Without a limit, every check may have an answer of maximum length.
  if (maxCostUsd === null)
    return { maxCostUsd, checksLimitUsd: Math.max(checksLimitUsd, (checkAtMostUsd(context, evaluator) ?? 0) * left) }
  const priceUsd = context.generator.priceUsd('photorealistic')
  const imagesUsd = run.estimatedUsd - checksUsd
  const images = priceUsd > 0 ? imagesUsd / priceUsd : 0
  return {
    maxCostUsd: Math.max(0, maxCostUsd) - shareOfChecks(priceOfCheck, maxCostUsd, imagesUsd, images),
    checksLimitUsd,
  }
}

function shareOfChecks(priceOfCheck: number | null, limitUsd: number, imagesUsd: number, images: number): number {
  const checksUsd = (priceOfCheck ?? 0) * MARGIN * images
  const left = Math.max(0, limitUsd)
  const share = imagesUsd + checksUsd > left ? checksUsd / (imagesUsd + checksUsd) : 0
  return share > 0 ? left * share : checksUsd
}
