import type { RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { Runner } from '../../runs/runner.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { indexActor } from '../index/index-actor.ts'
import { knownImages } from '../index/known-images.ts'
import { fingerprintOf, generatorId } from '../plan/plan-actor.ts'
import { plansOf } from '../plan/plans-of.ts'
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

/** Plans that are ready to be carried out. Refuses, naming the actors, where there is none or files or labels changed since. */
export async function freshPlans(session: Session, actorIds: readonly string[]): Promise<Plan[]> {
  const plans = await plansOf(session, actorIds)
  const planned = new Set(plans.map((plan) => plan.actor_id))
  const without = actorIds.filter((actorId) => !planned.has(actorId))
  if (without.length > 0) {
    throw new EvencastError(
      'BAD_INPUT',
      `There is no plan yet for ${named(without)}. Run “evencast plan” or press Balance first.`,
    )
  }
  const stale: string[] = []
  for (const plan of plans) {
    await indexActor(session, plan.actor_id)
    await assessActor(session, plan.actor_id)
    const now = fingerprintOf(session, plan.actor_id, knownImages(session, plan.actor_id))
    if (now !== plan.fingerprint) stale.push(plan.actor_id)
  }
  if (stale.length === 0) return plans
  throw new EvencastError(
    'STALE_PLAN',
    `Files or labels of ${named(stale)} changed since the plan was made. Plan again, then carry it out.`,
  )
}

/** Throws STALE_PLAN for plans whose price and whose missing images were reckoned for another generator than the one in force. */
export function refuseOtherBill(session: Session, plans: readonly Plan[]): void {
  const other = plans.filter((plan) => plan.generator !== generatorId(session)).map((plan) => plan.actor_id)
  if (other.length === 0) return
  throw new EvencastError(
    'STALE_PLAN',
    `The plan of ${named(other)} was made for another generator or price. Plan again.`,
  )
}

/** Plans that leave something to do: a step, or a manifest that does not name every image yet. */
export const duePlans = (session: Session, plans: readonly Plan[]): Plan[] =>
  plans.filter(
    (plan) =>
      [...plan.deletions, ...plan.generations].some((step) => !step.skipped) ||
      session.catalog.actors.get(plan.actor_id)?.manifestStamp === null ||
      knownImages(session, plan.actor_id).some(({ entry }) => isUnlisted(entry)),
  )

/** What stands for an image that its manifest does not name. */
const isUnlisted = (entry: ManifestImage): boolean => Object.keys(entry).every((key) => key === 'filename')

const named = (actorIds: readonly string[]): string =>
  actorIds.length > 4 ? `${actorIds.slice(0, 3).join(', ')} and ${actorIds.length - 3} more` : actorIds.join(', ')

export function startRun(
  session: Session,
  runner: Runner,
  plans: readonly Plan[],
  options: RunOptions,
): Promise<RunView> {
  const { concurrency } = session.settings()
  const limitUsd = options.maxCostUsd ?? session.settings().maxCostUsd
  session.checks.allowedUsd = null
  return runner.start({
    plans,
    generator: session.generator.name,
    concurrency,
    maxCostUsd: limitUsd === null ? null : limitForImages(session, plans, limitUsd - (options.spentUsd ?? 0)),
    deleteOnly: options.deleteOnly ?? false,
    generateOnly: options.generateOnly ?? false,
  })
}

/** A run that is gone on with has its limit for images; the looks at what is still to be made may cost what they were expected to. */
export function allowChecks(session: Session, { done, total, failures }: RunView): void {
  session.checks.allowedUsd = (checkPriceUsd(session) ?? 0) * MARGIN * (total - done + failures.length)
}

/** The limit in force now for the images of a run that is gone on with: whoever was stopped by the one before has raised it. */
export function limitNow(session: Session, run: RunView, maxCostUsd = session.settings().maxCostUsd): number | null {
  if (maxCostUsd === null) return null
  const priceUsd = session.generator.priceUsd('photorealistic')
  const images = priceUsd > 0 ? run.estimatedUsd / priceUsd : 0
  return Math.max(0, maxCostUsd) - shareOfChecks(session, maxCostUsd, run.estimatedUsd, images)
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
