import type { RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { Maker } from '../../runs/records.ts'
import type { Runner } from '../../runs/runner.ts'
import { knownImages } from '../index/known-images.ts'
import { makerOf } from '../plan/maker.ts'
import { checkPriceUsd } from '../vision/quote.ts'
import type { ExecuteReport } from '../../contract/reports.ts'
import type { Session } from '../context/library-context.ts'

/** Pictures that are turned down are looked at too. */
const MARGIN = 1.5

export interface RunOptions {
  readonly deleteOnly?: boolean | undefined
  readonly generateOnly?: boolean | undefined
  readonly maxCostUsd?: number | undefined
  /** Spent already of what the limit allows, on looking at the images. */
  readonly spentUsd?: number | undefined
}

/** Plans that leave something to do: a step, or a manifest that does not name every image yet. */
export const duePlans = (session: Session, plans: readonly Plan[]): Plan[] =>
  plans.filter(
    (plan) =>
      [...plan.deletions, ...plan.generations].some((step) => !step.skipped) ||
      session.catalog.actors.get(plan.actor_id)?.manifestStamp === null ||
      knownImages(session, plan.actor_id).some(({ entry }) => isUnlisted(entry)),
  )

/** What all plans of one run have in common. Throws BAD_INPUT where they were made for different generators or by different evaluators. */
function agreedOn(plans: readonly Plan[]): Maker & { readonly evaluator: string } {
  const [first, ...others] = plans
  if (!first) throw new EvencastError('BAD_INPUT', 'These plans contain nothing to do.')
  const other = others.find(
    (plan) => plan.generator !== first.generator || plan.model !== first.model || plan.evaluator !== first.evaluator,
  )
  if (!other) return { ...makerOf(first), evaluator: first.evaluator }
  const by = ({ generator, model, evaluator }: Plan) => `${generator} (${model}) according to ${evaluator}`
  throw new EvencastError(
    'BAD_INPUT',
    `The plan of ${first.actor_id} was made for ${by(first)}, that of ${other.actor_id} for ${by(other)}. Run them one after the other, or plan again.`,
  )
}

/** What stands for an image that its manifest does not name. */
const isUnlisted = (entry: ManifestImage): boolean => Object.keys(entry).every((key) => key === 'filename')

export function startRun(
  session: Session,
  runner: Runner,
  plans: readonly Plan[],
  options: RunOptions,
): Promise<RunView> {
  const { concurrency } = session.settings()
  const limitUsd = options.maxCostUsd ?? session.settings().maxCostUsd
  const { evaluator, ...maker } = agreedOn(plans)
  session.checks.allowedUsd = null
  session.checks.evaluator = evaluator
  const checksUsd = (checkPriceUsd(session) ?? 0) * plans.reduce((sum, plan) => sum + planOutcome(plan).generations, 0)
  return runner.start({
    plans,
    generator: maker.name,
    maker,
    evaluator,
    checksUsd,
    concurrency,
    maxCostUsd: limitUsd === null ? null : limitForImages(session, plans, limitUsd - (options.spentUsd ?? 0)),
    deleteOnly: options.deleteOnly ?? false,
    generateOnly: options.generateOnly ?? false,
  })
}

/** A run that is gone on with has its limit for images; the looks at what is still to be made may cost what they were expected to. */
export function allowChecks(session: Session, runner: Runner, { runId, done, total, failures }: RunView): void {
  session.checks.evaluator = runner.options(runId).evaluator ?? null
  session.checks.allowedUsd = (checkPriceUsd(session) ?? 0) * MARGIN * (total - done + failures.length)
}

/** The limit in force now for the images of a run that is gone on with: whoever was stopped by the one before has raised it. */
export function limitNow(
  session: Session,
  runner: Runner,
  run: RunView,
  maxCostUsd = session.settings().maxCostUsd,
): number | null {
  if (maxCostUsd === null) return null
  const priceUsd = session.generator.priceUsd('photorealistic')
  const imagesUsd = run.estimatedUsd - (runner.options(run.runId).checksUsd ?? 0)
  const images = priceUsd > 0 ? imagesUsd / priceUsd : 0
  return Math.max(0, maxCostUsd) - shareOfChecks(session, maxCostUsd, imagesUsd, images)
}

/**
 * What is left of a limit for making images, when the price of the look at each of them is kept back; where it does not reach
 * for all of them, both share it as their prices are.
 */
function limitForImages(session: Session, plans: readonly Plan[], limitUsd: number): number {
  const outcomes = plans.map(planOutcome)
  const images = outcomes.reduce((sum, { generations }) => sum + generations, 0)
  const imagesUsd = outcomes.reduce((sum, { costUsd }) => sum + costUsd, 0)
  const allowedUsd = shareOfChecks(session, limitUsd, imagesUsd, images)
  session.checks.allowedUsd = allowedUsd
  return Math.max(0, limitUsd) - allowedUsd
}

function shareOfChecks(session: Session, limitUsd: number, imagesUsd: number, images: number): number {
  const checksUsd = (checkPriceUsd(session) ?? 0) * MARGIN * images
  const left = Math.max(0, limitUsd)
  const share = imagesUsd + checksUsd > left ? checksUsd / (imagesUsd + checksUsd) : 0
  return share > 0 ? left * share : checksUsd
}

/** What carrying out these plans would do, in the words of a run that did it. New files have no names yet. */
export function dryRun(
  plans: readonly Plan[],
  { deleteOnly = false, generateOnly = false }: RunOptions,
): ExecuteReport {
  return {
    run_id: null,
    dry_run: true,
    cost_usd: deleteOnly ? 0 : sumUsd(plans.map((plan) => planOutcome(plan).costUsd)),
    checks_usd: 0,
    seconds: 0,
    actors: plans.map((plan) => ({
      actor_id: plan.actor_id,
      deleted: generateOnly ? [] : plan.deletions.filter((step) => !step.skipped).map((step) => step.filename),
      generated: deleteOnly
        ? []
        : plan.generations.filter((step) => !step.skipped).map((step) => ({ filename: '', type: step.type })),
      failed: [],
    })),
  }
}
