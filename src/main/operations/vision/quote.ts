import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ActorInBrief, Estimate, VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import { dueImages } from './due-images.ts'
import type { VisionContext } from './vision-context.ts'

/** The size and price of a vision request for some actors, before anything is sent. Prices are null when unknown. */
export interface VisionQuote extends Pick<VisionEvaluator, 'model' | 'detailLevel' | 'server'> {
  /** Id of the evaluator, with its version. */
  readonly evaluator: string
  readonly actorIds: readonly string[]
  /** Images new to the model. Those that are not measured yet count as new, although some may turn out not to be due. */
  readonly images: number
  /** Images with an earlier opinion, which cost nothing. */
  readonly known: number
  /** Images in an open batch, which are not sent again. */
  readonly waiting: number
  readonly requests: number
  readonly usd: number | null
  /**
   * The price when every image needs a closer look and every answer is as long as allowed. Spending never exceeds it. Null also for a
   * server that ignores the limit on the length of answers.
   */
  readonly atMostUsd: number | null
  /** The price as a batch; null also where batches are not supported. */
  readonly batchUsd: number | null
}

/** Quotes a vision request. Returns null when the settings use no vision model. */
export async function quoteVision(context: VisionContext, actorIds: readonly string[]): Promise<VisionQuote | null> {
  const model = context.vision()
  if (model === null) return null
  const actors: ActorInBrief[] = []
  let [known, waiting] = [0, 0]
  for (const actorId of actorIds) {
    // Ten thousand actors take seconds, so this yields to other work.
    await nextTurn()
    if (!context.folders.has(actorId)) continue
    const { due, unread, ...others } = dueImages(context, actorId)
    known += others.known
    waiting += others.waiting
    const unseen = Array.from({ length: unread }, () => ({ generated: false, earlier: null }))
    const hasBase = (context.catalog.actors.get(actorId)?.baseFile ?? null) !== null
    if (due.length + unread > 0) actors.push({ hasBase, images: [...due, ...unseen] })
  }
  const { images, requests, usd, atMost } = model.estimate(actors)
  const batchUsd = model.takesBatches ? model.estimate(actors, { batch: true }).usd : null
  const atMostUsd = atMost.usd && Math.ceil(atMost.usd * 100) / 100
  return { ...askedOf(model), actorIds, images, known, waiting, requests, usd, atMostUsd, batchUsd }
}

/**
 * Returns the vision model that checks the images of a run: the named evaluator, or that of the settings when null. Returns null when there
 * is none.
 */
export const checkingModel = ({ vision, visionAs }: VisionContext, evaluator: string | null): VisionEvaluator | null =>
  evaluator === null ? vision() : visionAs(evaluator)

/** Returns the fields that identify the model in records. */
export const askedOf = ({ id, model, detailLevel, server }: VisionEvaluator) => ({
  evaluator: id,
  model,
  detailLevel,
  server,
})

/** Returns the price of checking one new image; null when no model checks it or the price is unknown. */
export const checkPriceUsd = (context: VisionContext, evaluator: string | null = null): number | null =>
  checkEstimate(context, evaluator)?.usd ?? null

/** Returns the price of a check whose answer is as long as allowed; null also where nothing limits that length. */
export const checkAtMostUsd = (context: VisionContext, evaluator: string | null = null): number | null =>
  checkEstimate(context, evaluator)?.atMost.usd ?? null

const checkEstimate = (context: VisionContext, evaluator: string | null): Estimate | undefined =>
  checkingModel(context, evaluator)?.estimate([{ hasBase: true, images: [{ generated: true, earlier: null }] }])
