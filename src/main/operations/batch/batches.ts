import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type BatchState, isDone, requestCount } from '../../evaluation/batch-state.ts'
import type { ActorToJudge } from '../../evaluation/images-to-judge.ts'
import type { ActorInBrief, Usage } from '../../evaluation/vision-evaluator.ts'
import { judgeActor } from '../assess/judge-actor.ts'
import { dueImages } from '../vision/due-images.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import { announceVisionRequest, askedOf, refuseUnpriced } from '../vision/vision-request.ts'
import type { VisionQuote } from '../vision/quote.ts'
import { baseFileOf } from '../context/library-context.ts'
import type { BatchContext } from './batch-context.ts'

export interface Batches {
  /** Submits the images of a quote as a batch, at half the price, answered within a day. */
  handIn(offer: VisionQuote, signal?: AbortSignal): Promise<VisionRequestRow>
  /** Continues every open batch: submits the parts that are missing and stores the results that are ready. */
  advance(signal?: AbortSignal): Promise<void>
  /** Cancels a batch. Results that the service finished by then are charged and stored. */
  cancel(visionRequestId: number): Promise<void>
  /** Cancels batches that are not completely submitted. */
  cancelSending(): Promise<void>
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** `changed` is called with actors that were judged again. */
export function createBatches(context: BatchContext, changed: (actorIds: readonly string[]) => void): Batches {
  const { catalog, batchStates, log } = context
  const inTurn = createKeyedLock()
  const row = (id: number): VisionRequestRow => {
    const found = catalog.visionRequests.get(id)
    if (found) return found
    throw new EvencastError('NOT_FOUND', 'This batch is no longer in the library.')
  }
  const move = (id: number, state: VisionRequestRow['state'], note: string | null = null): VisionRequestRow => {
    const ended = state === 'done' || state === 'stopped' || state === 'cancelled'
    catalog.visionRequests.setState(id, state, note, ended ? context.now().toISOString() : null)
    batchStates.renew()
    const next = row(id)
    log.info({ visionRequestId: id, state, note, estimatedUsd: next.estimatedUsd, costUsd: next.costUsd }, 'batch')
    announceVisionRequest(context, next)
    return next
  }
  const clientOf = ({ model, detailLevel }: VisionRequestRow) => context.visionBatches({ model, detailLevel })

  /** Submits what is due and in no batch, at most as many images as were agreed to. */
  async function send(request: VisionRequestRow, actors: Iterable<ActorToJudge>, signal?: AbortSignal): Promise<void> {
    let saved = batchStates.of(request)
    const onState = (state: BatchState): void => {
      catalog.transaction(() => batchStates.save(request, saved, state))
      saved = state
    }
    await clientOf(request).submit(actors, { state: saved, signal, onState })
  }

  function* agreed(request: VisionRequestRow): Generator<ActorToJudge> {
    let left = request.images - imagesIn(batchStates.of(request))
    for (const actorId of request.actorIds) {
      if (left <= 0) return
      if (!context.folders.has(actorId)) continue
      const images = dueImages(context, actorId).due.slice(0, left)
      left -= images.length
      if (images.length > 0) yield toJudge(context, actorId, images)
    }
  }

  async function collect(
    request: VisionRequestRow,
    signal?: AbortSignal,
  ): Promise<{ readonly done: boolean; readonly note: string | null }> {
    const before = batchStates.of(request)
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
    const said = [...problems, ...rest].join(' ')
    return { done: isDone(state), note: said === '' ? null : said }
  }

  /** Returns images of this batch that were undecided on a contact sheet. They are submitted one by one within the same agreement. */
  function closer(request: VisionRequestRow): ActorToJudge[] {
    if (request.detailLevel !== 'second' || context.vision()?.id !== request.evaluator) return []
    const shown = new Set(
      batchStates
        .of(request)
        .parts.flatMap(({ requests }) => Object.values(requests))
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

  /** Cancels at the service. Also continues a cancel that a kill interrupted. */
  async function withdraw(request: VisionRequestRow): Promise<void> {
    const before = batchStates.of(request)
    const after = await clientOf(request).cancel(before)
    catalog.transaction(() => batchStates.save(request, before, after))
  }

  async function goOn(id: number, signal?: AbortSignal): Promise<void> {
    let request = row(id)
    const client = clientOf(request)
    if (request.server !== client.server) {
      return void move(
        id,
        request.state,
        `It was submitted to ${client.nameOf(request.server)}. Set that base URL in Settings to fetch the results.`,
      )
    }
    if (request.state === 'sending') {
      await send(request, agreed(request), signal)
      request = move(id, 'waiting')
    } else if (request.state === 'cancelling') await withdraw(request)
    const { done, note } = await collect(request, signal)
    request = row(id)
    if (!done) {
      announceVisionRequest(context, request)
      return
    }
    if (request.state === 'cancelling') return void move(id, 'cancelled', note)
    const again = closer(request)
    if (again.length === 0) return void move(id, 'done', note)
    const usd = context.vision()?.estimate(again.map(inBrief), { batch: true }).usd ?? null
    const limitUsd = context.settings().maxCostUsd
    if (limitUsd !== null && (usd === null || request.costUsd + usd > limitUsd)) {
      const count = again.reduce((sum, { images }) => sum + images.length, 0)
      const why = `Assessing ${count} images one by one might exceed the cost limit of ${dollars(limitUsd)}; they were assessed on contact sheets only.`
      return void move(id, 'stopped', why)
    }
    await send(request, again, signal)
    announceVisionRequest(context, row(id))
  }

  async function cancel(id: number): Promise<void> {
    const { state } = row(id)
    // The state is written first, so that nothing more is submitted after a kill.
    if (state === 'sending' || state === 'waiting') move(id, 'cancelling')
    else if (state !== 'cancelling') return
    await goOn(id)
  }

  return {
    handIn: (offer, signal) =>
      inTurn('batches', async () => {
        refuseCostly(offer, context.settings().maxCostUsd)
        const { id } = catalog.visionRequests.add({
          kind: 'batch',
          state: 'sending',
          ...askedOf(context, offer),
          estimatedUsd: offer.batchUsd,
        })
        announceVisionRequest(context, row(id))
        await send(row(id), agreed(row(id)), signal)
        return move(id, 'waiting')
      }),
    advance: (signal) =>
      inTurn('batches', async () => {
        for (const { id } of catalog.visionRequests.openBatches('batch')) {
          signal?.throwIfAborted()
          await goOn(id, signal)
        }
      }),
    cancel: (id) => inTurn('batches', () => cancel(id)),
    cancelSending: () =>
      inTurn('batches', async () => {
        for (const { id, state } of catalog.visionRequests.openBatches('batch'))
          if (state === 'sending') await cancel(id)
      }),
  }
}

/** Throws LIMIT before anything is sent when the price exceeds the limit, because a batch cannot be stopped halfway. */
export function refuseCostly(offer: VisionQuote, limitUsd: number | null): void {
  refuseUnpriced(offer, limitUsd)
  if (limitUsd === null || (offer.batchUsd ?? 0) <= limitUsd) return
  throw new EvencastError(
    'LIMIT',
    `Submitting ${offer.images} images would cost about ${dollars(offer.batchUsd ?? 0)}, more than the limit of ${dollars(limitUsd)}. A batch cannot be stopped halfway: raise the limit, or choose fewer actors.`,
  )
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
