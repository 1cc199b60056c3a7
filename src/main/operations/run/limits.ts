import type { RunView } from '../../contract/views.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Limits } from '../../runs/budget.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { ExecuteContext } from './execute-context.ts'
import { checkAtMostUsd, checkPriceUsd } from '../vision/quote.ts'

/** Images that are rejected are checked too. */
const MARGIN = 1.5

/**
 * How a limit is shared between making the images of plans and checking them (null: no limit): the price of checking each is kept
 * back; where the limit does not suffice for both, they share it as their prices are.
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
 * The limits now in force for a run that is resumed: whoever was stopped by the earlier ones has raised them. Checking what is still
 * to be made may cost what it was expected to, and at most where there is no limit.
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
  // Where nobody set a limit, the last check may take as long to answer as the first.
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
