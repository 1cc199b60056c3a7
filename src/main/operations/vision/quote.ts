import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ActorInBrief, Estimate, VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import { dueImages } from './due-images.ts'
import type { VisionContext } from './vision-context.ts'

/** What asking the vision model about some actors would take, before anything is sent. Prices are null when unknown. */
export interface VisionQuote extends Pick<VisionEvaluator, 'model' | 'detailLevel' | 'server'> {
  /** Whose opinions they will be, with its version. */
  readonly evaluator: string
  readonly actorIds: readonly string[]
  /** New to the model. Images that were not measured yet count as new: some of them may turn out not to be due. */
  readonly images: number
  /** Told of before: they cost nothing. */
  readonly known: number
  /** On their way in a batch: they are not asked about again. */
  readonly waiting: number
  readonly requests: number
  readonly usd: number | null
  /**
   * When every image needs a closer look, and answers are as long as they may be: no more is ever spent on it. Null, too, at a server
   * that takes no limit of an answer.
   */
  readonly atMostUsd: number | null
  /** Handed in as a batch; null where that is not possible, too. */
  readonly batchUsd: number | null
}

/** Null when the settings ask pixels only. */
export async function quoteVision(context: VisionContext, actorIds: readonly string[]): Promise<VisionQuote | null> {
  const model = context.vision()
  if (model === null) return null
  const actors: ActorInBrief[] = []
  let [known, waiting] = [0, 0]
  for (const actorId of actorIds) {
    // Ten thousand actors take seconds: others have their turn in between.
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

/** Who checks the images that a run makes: that evaluator (null: whoever the settings ask); null when nobody does. */
export const checkingModel = ({ vision, visionAs }: VisionContext, evaluator: string | null): VisionEvaluator | null =>
  evaluator === null ? vision() : visionAs(evaluator)

/** Who is asked, for the record. */
export const askedOf = ({ id, model, detailLevel, server }: VisionEvaluator) => ({
  evaluator: id,
  model,
  detailLevel,
  server,
})

/** What the model's look at one new picture costs; null when nobody is asked or the price is not known. */
export const checkPriceUsd = (context: VisionContext, evaluator: string | null = null): number | null =>
  checkEstimate(context, evaluator)?.usd ?? null

/** The same when its answer is as long as it may be; null, too, where nothing bounds that. */
export const checkAtMostUsd = (context: VisionContext, evaluator: string | null = null): number | null =>
  checkEstimate(context, evaluator)?.atMost.usd ?? null

const checkEstimate = (context: VisionContext, evaluator: string | null): Estimate | undefined =>
  checkingModel(context, evaluator)?.estimate([{ hasBase: true, images: [{ generated: true, earlier: null }] }])
