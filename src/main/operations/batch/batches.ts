import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { messageOf } from '../../domain/error.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type BatchState, isDone, requestCount } from '../../evaluation/batch-state.ts'
import type { ActorToJudge } from '../../evaluation/images-to-judge.ts'
import type { ActorInBrief, Usage } from '../../evaluation/vision-evaluator.ts'
import { judgeActor } from '../assess/judge-actor.ts'
import { dueImages } from '../vision/due-images.ts'
import type { VisionQuote } from '../vision/quote.ts'
import { baseFileOf } from '../context/library-context.ts'
import type { BatchContext } from './batch-context.ts'
import { createBatchLifecycle, type OpenBatches } from './batch-lifecycle.ts'

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

export interface Batches extends OpenBatches {
  /** Submits the images of a quote as a batch, at half the price, answered within a day. */
  handIn(offer: VisionQuote, signal?: AbortSignal): Promise<VisionRequestRow | null>
}

/** Assesses images in batches. `changed` is called with actors that were judged again. */
export function createBatches(context: BatchContext, changed: (actorIds: readonly string[]) => void): Batches {
  const { catalog, batchStates } = context
  const clientOf = ({ model, detailLevel }: VisionRequestRow) => context.visionBatches({ model, detailLevel })

  const lifecycle = createBatchLifecycle<BatchState>(context, {
    kind: 'batch',
    clientOf,
    stateOf: (request) => batchStates.of(request),
    save: (request, before, after) => batchStates.save(request, before, after),
    submit(request, state, call) {
      const isFirst = state.parts.length === 0 || !isDone(state)
      return clientOf(request).submit(isFirst ? agreed(request, state) : closer(request, state), { state, ...call })
    },
    async collect(request, before, signal) {
      const usages: Usage[] = []
      const { state, opinions, problems } = await clientOf(request).collect(before, {
        signal,
        onUsage: (usage) => usages.push(usage),
        earlierOf: (_, sha256, base) => catalog.opinions.get(sha256, request.evaluator, base),
      })
      // One transaction stores all results or none. After a kill they are fetched again, which costs nothing.
      catalog.transaction(() => {
        for (const { sha256, baseSha256, opinion, answered } of opinions)
          if (answered) catalog.opinions.put(sha256, request.evaluator, baseSha256, opinion)
        for (const { usd } of usages) catalog.visionRequests.spend(request.id, usd)
        batchStates.save(request, before, state)
      })
      const actorIds = [...new Set(opinions.map(({ actorId }) => actorId))].filter((actorId) =>
        context.folders.has(actorId),
      )
      for (const actorId of actorIds) await context.actorLock(actorId, () => judgeActor(context, actorId))
      if (actorIds.length > 0) changed(actorIds)
      const missed = opinions.filter(({ answered }) => !answered).length
      const rest = missed > 0 ? [`${missed} of its images were not assessed; you can submit them again.`] : []
      return { isDone: isDone(state), problems: [...problems, ...rest] }
    },
    next(request) {
      const again = closer(request, batchStates.of(request))
      if (again.length === 0) return null
      const usd = context.vision()?.estimate(again.map(inBrief), { batch: true }).usd ?? null
      const limitUsd = context.settings().maxCostUsd
      if (limitUsd === null || (usd !== null && request.costUsd + usd <= limitUsd)) return { state: 'sending' }
      const count = again.reduce((sum, { images }) => sum + images.length, 0)
      const why = `Assessing ${count} images one by one might exceed the cost limit of ${dollars(limitUsd)}; they were assessed on contact sheets only.`
      return { state: 'stopped', why }
    },
  })

  /** Returns what is due and in no batch, at most as many images as were agreed to. */
  function* agreed(request: VisionRequestRow, state: BatchState): Generator<ActorToJudge> {
    let left = request.images - imagesIn(state)
    for (const actorId of request.actorIds) {
      if (left <= 0) return
      if (!context.folders.has(actorId)) continue
      const images = dueImages(context, actorId).due.slice(0, left)
      left -= images.length
      if (images.length > 0) yield toJudge(context, actorId, images)
    }
  }

  /** Returns images of this batch that were undecided on a contact sheet. They are submitted one by one within the same agreement. */
  function closer(request: VisionRequestRow, { parts }: BatchState): ActorToJudge[] {
    if (request.detailLevel !== 'second' || context.vision()?.id !== request.evaluator) return []
    const shown = new Set(
      parts
        .flatMap(({ requests }) => Object.values(requests))
        .filter(({ seen }) => seen === 'sheet')
        .flatMap(({ images }) => images.map(({ sha256 }) => sha256)),
    )
    return request.actorIds
      .filter((actorId) => context.folders.has(actorId))
      .map((actorId) => {
        const { due } = dueImages(context, actorId)
        const doubtful = due.filter(
          ({ sha256, earlier }) => shown.has(sha256) && earlier !== null && saysSomething(earlier),
        )
        return toJudge(context, actorId, doubtful)
      })
      .filter(({ images }) => images.length > 0)
  }

  return { ...lifecycle, handIn: (offer, signal) => lifecycle.handIn(async () => ({ offer }), signal) }
}

const imagesIn = ({ parts }: BatchState): number =>
  parts.flatMap(({ requests }) => Object.values(requests)).reduce((sum, { images }) => sum + images.length, 0)

const inBrief = ({ base, images }: ActorToJudge): ActorInBrief => ({ hasBase: base !== null, images })

const toJudge = (context: BatchContext, actorId: string, images: ActorToJudge['images']): ActorToJudge => ({
  actorId,
  base: baseFileOf(context, actorId),
  baseSha256: context.catalog.actors.get(actorId)?.baseSha256 ?? null,
  images,
})

/** Returns a progress sentence such as "240 of 960 requests answered." */
export function batchProgress({ batchStates }: BatchContext, request: VisionRequestRow): string {
  const { left, all } = requestCount(batchStates.of(request))
  const note = request.note === null ? '' : ` ${request.note}`
  return `${all - left} of ${all} requests answered.${note}`
}

/** Logs and shows an error of a background attempt. The next attempt follows by itself. */
export const quietly = (context: BatchContext, error: unknown): void => {
  context.log.warn({ err: error }, 'batch results not fetched')
  context.emit({
    type: 'notice',
    level: 'warning',
    message: `The results of a batch could not be fetched: ${messageOf(error)}`,
  })
}
