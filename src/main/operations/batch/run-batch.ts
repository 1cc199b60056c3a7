import { EvencastError } from '../../domain/error.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { batchProgress, type Batches } from './batches.ts'
import { dueImages } from '../vision/due-images.ts'
import { measureAndQuote, type PlanOptions } from '../assess/measure-and-quote.ts'
import type { BatchContext } from './batch-context.ts'

/** State of the batches after one was submitted or polled. */
export interface BatchReport {
  /** True when no batch is open, so plans can be made. */
  readonly ready: boolean
  readonly waiting: number
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** One sentence about each batch. */
  readonly notes: readonly string[]
}

/** Runs `plan --batch`: continues open batches, and submits what is due when there are none. */
export async function runBatch(
  context: BatchContext,
  batches: Batches,
  actorIds: readonly string[],
  options: Omit<PlanOptions, 'fresh'>,
): Promise<BatchReport> {
  if (!context.vision()?.takesBatches)
    throw new EvencastError(
      'BAD_INPUT',
      'This evaluator takes no batches: choose a service that does with --evaluator or in Settings.',
    )
  const { signal } = options
  const { visionRequests } = context.catalog
  const open = visionRequests.openBatches('batch').map(({ id }) => id)
  await batches.advance(signal)
  if (visionRequests.openBatches('batch').length === 0) {
    const offer = await measureAndQuote(context, actorIds, options)
    // Images that the model has just failed to answer are not submitted again at once.
    const fruitless = open.length > 0 && offer !== null && !actorIds.some((actorId) => hasUnasked(context, actorId))
    const handedIn = offer !== null && offer.images > 0 && !fruitless ? await batches.handIn(offer, signal) : null
    if (handedIn) open.push(handedIn.id)
  }
  const rows = open.flatMap((id) => visionRequests.get(id) ?? [])
  const waiting = visionRequests.openBatches('batch')
  return {
    ready: waiting.length === 0,
    waiting: waiting.reduce((sum, { images }) => sum + images, 0),
    estimatedUsd: rows.reduce<number | null>(
      (sum, row) => (sum === null || row.estimatedUsd === null ? null : sum + row.estimatedUsd),
      0,
    ),
    costUsd: rows.reduce((sum, { costUsd }) => sum + costUsd, 0),
    notes: rows.map((row) => `Batch of ${row.images} images for ${row.model}: ${batchProgress(context, row)}`),
  }
}

/** Returns true when an actor has images that the model has not assessed or that were undecided on a contact sheet. */
const hasUnasked = (context: BatchContext, actorId: string): boolean =>
  context.folders.has(actorId) &&
  dueImages(context, actorId).due.some(({ earlier }) => earlier === null || saysSomething(earlier))
