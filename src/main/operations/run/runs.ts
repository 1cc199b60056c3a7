import type { RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import { stepsToDo } from '../../domain/plan-room.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { Maker } from '../../runs/records.ts'
import type { Runner } from '../../runs/runner-types.ts'
import { knownImages } from '../index/known-images.ts'
import { makerOf } from '../plan/maker.ts'
import { automaticSnapshot } from '../snapshot/make-snapshot.ts'
import { checkPriceUsd } from '../vision/quote.ts'
import { limitsForPlans } from './limits.ts'
import type { ExecuteReport } from '../../contract/reports.ts'
import type { ExecuteContext } from './execute-context.ts'

export interface RunOptions {
  readonly deleteOnly?: boolean | undefined
  readonly generateOnly?: boolean | undefined
  readonly maxCostUsd?: number | undefined
  /** The part of the limit that was already spent on assessing images. */
  readonly spentUsd?: number | undefined
  /** Requested actors without anything to do, and those that could not be planned. The run's result includes both. */
  readonly idle?: readonly string[] | undefined
  readonly unplanned?: readonly string[] | undefined
}

/** Returns plans with something left to do: a step, or a manifest that does not list every image yet. */
export const duePlans = (context: ExecuteContext, plans: readonly Plan[]): Plan[] =>
  plans.filter(
    (plan) =>
      [...plan.deletions, ...plan.generations].some((step) => !step.skipped) ||
      context.catalog.actors.get(plan.actor_id)?.manifestStamp === null ||
      knownImages(context, plan.actor_id).some(({ entry }) => isUnlisted(entry)),
  )

/** Returns the generator and evaluator that all plans of one run share. Throws BAD_INPUT when they differ. */
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

/** Returns true for the empty entry of an image that its manifest does not list. */
const isUnlisted = (entry: ManifestImage): boolean => Object.keys(entry).every((key) => key === 'filename')

/** Creates a snapshot of the actors, then starts the run. */
export async function startRun(
  context: ExecuteContext,
  runner: Runner,
  plans: readonly Plan[],
  options: RunOptions,
): Promise<RunView> {
  const { concurrency } = context.settings()
  const limitUsd = options.maxCostUsd ?? context.settings().maxCostUsd
  const { evaluator, ...maker } = agreedOn(plans)
  const checksUsd =
    (checkPriceUsd(context, evaluator) ?? 0) * plans.reduce((sum, plan) => sum + planOutcome(plan).generations, 0)
  await automaticSnapshot(
    context,
    'Before a run',
    plans.map((plan) => plan.actor_id),
  )
  return runner.start({
    plans,
    generator: maker.name,
    maker,
    evaluator,
    checksUsd,
    concurrency,
    ...limitsForPlans(context, plans, evaluator, limitUsd === null ? null : limitUsd - (options.spentUsd ?? 0)),
    deleteOnly: options.deleteOnly ?? false,
    generateOnly: options.generateOnly ?? false,
    idle: options.idle,
    unplanned: options.unplanned,
  })
}

/**
 * Returns the report that running these plans would produce. Images that are only removed once others are generated stay when nothing is
 * generated. New files have no names yet.
 */
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
    actors: plans.map((plan) => {
      const { deletions, generations } = stepsToDo(plan, { deleteOnly, generateOnly })
      return {
        actor_id: plan.actor_id,
        deleted: deletions.map(({ filename }) => filename),
        generated: generations.map(({ type }) => ({ filename: '', type })),
        failed: [],
      }
    }),
  }
}
