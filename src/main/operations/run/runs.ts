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
  /** Spent already of what the limit allows, on looking at the images. */
  readonly spentUsd?: number | undefined
  /** Asked for as well: actors with nothing to do, and those that could not be planned. What the run reached counts them. */
  readonly idle?: readonly string[] | undefined
  readonly unplanned?: readonly string[] | undefined
}

/** Plans that leave something to do: a step, or a manifest that does not name every image yet. */
export const duePlans = (context: ExecuteContext, plans: readonly Plan[]): Plan[] =>
  plans.filter(
    (plan) =>
      [...plan.deletions, ...plan.generations].some((step) => !step.skipped) ||
      context.catalog.actors.get(plan.actor_id)?.manifestStamp === null ||
      knownImages(context, plan.actor_id).some(({ entry }) => isUnlisted(entry)),
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

/** Keeps a snapshot of the actors, then begins. */
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
 * What carrying out these plans would do, in the words of a run that did it: images that only go once others are made, and are not to be
 * made, stay. New files have no names yet.
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
