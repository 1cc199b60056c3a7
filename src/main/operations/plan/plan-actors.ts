import { EvencastError, messageOf } from '../../domain/error.ts'
import {
  type EvaluationBill,
  type FailedActor,
  NO_BILL,
  summaryOf,
  type PlanSummary,
  withEarlier,
} from '../../domain/plan-summary.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import { type Progress, progressOf } from '../../domain/progress.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { checkPriceUsd } from '../vision/quote.ts'
import { amongMany } from '../index/among-many.ts'
import { planActor } from './plan-actor.ts'
import type { PlanContext } from './plan-context.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { createThrottle } from '../../kit/throttle.ts'

/** Actors planned at a time: enough to keep the worker threads busy while others wait for the disk, whose writes are grouped. */
const ACTORS_AT_ONCE = 24

/** Actors planned at a time when each may cost money; lower, so that fewer are in progress when the limit is reached. */
const PAID_ACTORS_AT_ONCE = 4
const PROGRESS_INTERVAL_MS = 500

export interface PlanManyOptions {
  readonly fresh?: boolean | undefined
  /** Actors whose folders were indexed since planning was requested. */
  readonly justRead?: Pick<ReadonlySet<string>, 'has'> | undefined
  readonly signal?: AbortSignal | undefined
  /** The request within which a vision model may be called. */
  readonly visionRequest?: VisionRequest | undefined
  readonly onActor?: ((done: number, total: number, actorId: string) => void) | undefined
}

/**
 * Plans many actors; writes each plan as it is ready, then the summary. An actor that fails is listed and the others continue. Throws when
 * the folder is missing or the cost limit is reached. Valid plans on disk are reused, so planning continues where it was stopped.
 */
export async function planActors(
  context: PlanContext,
  actorIds: readonly string[],
  { fresh, justRead, signal, visionRequest, onActor }: PlanManyOptions = {},
): Promise<{ readonly plans: readonly Plan[]; readonly summary: PlanSummary }> {
  const now = () => context.now().toISOString()
  const gone = new AbortController()
  const stop = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal
  const planned = new Set(fresh ? [] : await context.plans.list())
  const plans: Plan[] = []
  const variety = new Map<string, string>()
  let limit: EvencastError | null = null
  const completed: string[] = []
  const failed: FailedActor[] = []
  const progress = (): Progress => progressOf('plan', actorIds.length, { completed, failed }, now())
  const save = createThrottle(PROGRESS_INTERVAL_MS, () => context.plans.writeProgress(progress()))

  const onVariety = (actorId: string, sentence: string) => void variety.set(actorId, sentence)

  const among = actorIds.length > 1 ? amongMany() : undefined
  const planOne = async (actorId: string) => {
    if (stop.aborted || limit) return
    try {
      const options = {
        fresh: !planned.has(actorId),
        justRead: justRead?.has(actorId),
        among,
        signal: stop,
        visionRequest,
        onVariety,
      }
      plans.push(await planActor(context, actorId, options))
      completed.push(actorId)
    } catch (error) {
      if (stop.aborted) return
      if (error instanceof EvencastError && error.code === 'UNAVAILABLE') return gone.abort(error)
      // No other actor begins, but requests in progress are waited for, because they are paid for.
      if (error instanceof EvencastError && error.code === 'LIMIT') return void (limit ??= error)
      context.log.warn({ actorId, err: error }, 'actor not planned')
      failed.push({ actor_id: actorId, error: messageOf(error) })
    }
    onActor?.(completed.length + failed.length, actorIds.length, actorId)
    await save()
  }
  try {
    await inParallel(actorIds, visionRequest ? PAID_ACTORS_AT_ONCE : ACTORS_AT_ONCE, planOne)
  } finally {
    await save.now()
  }
  if (gone.signal.aborted) throw gone.signal.reason
  signal?.throwIfAborted()
  if (limit) throw limit

  plans.sort((a, b) => (a.actor_id < b.actor_id ? -1 : 1))
  const summary = summaryOf(plans, failed, now(), billOf(context, plans, visionRequest), {
    hasBase: (actorId) => (context.catalog.actors.get(actorId)?.baseFile ?? null) !== null,
    variety: (actorId) => variety.get(actorId) ?? '',
  })
  // The summary covers all plans, not only those that were requested now.
  const earlier = actorIds.length < context.folders.size ? await context.plans.readSummary() : null
  const all = earlier ? withEarlier(summary, earlier, (actorId) => context.folders.has(actorId)) : summary
  await context.plans.writeSummary(all)
  return { plans, summary }
}

function billOf(
  context: PlanContext,
  plans: readonly Plan[],
  visionRequest: VisionRequest | undefined,
): EvaluationBill {
  const { estimatedUsd, costUsd } = visionRequest ?? NO_BILL
  if (context.vision() === null) return { estimatedUsd, costUsd, checksUsd: 0 }
  const priceUsd = checkPriceUsd(context)
  const made = plans.reduce((sum, plan) => sum + planOutcome(plan).generations, 0)
  return { estimatedUsd, costUsd, checksUsd: priceUsd === null ? null : priceUsd * made }
}
