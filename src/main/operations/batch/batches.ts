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
  /** Hands the images of an offer in: half the price, answered within a day. */
  handIn(offer: VisionQuote, signal?: AbortSignal): Promise<VisionRequestRow>
  /** Goes on with every batch that is not done: what was cut short is handed in, what is answered is taken over. */
  advance(signal?: AbortSignal): Promise<void>
  /** What the service finished by then is charged, and taken over. */
  cancel(visionRequestId: number): Promise<void>
  /** Cancels what is not handed in as a whole. */
  cancelSending(): Promise<void>
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** `changed` is told of actors that were judged again. */
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

  /** Hands in what is due and not on its way, at most as many images as were agreed to. */
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
    // In one transaction: a kill takes over all of it or nothing, and then it is fetched again, which costs nothing.
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

  /** Images whose sheet left doubt, out of those that this batch showed: the second half of what was agreed to. */
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

  /** Also what a kill kept from being cancelled after its state was written. */
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
    // First the state, then the act: after a kill nothing more is handed in.
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

/** A batch cannot be stopped halfway: what exceeds the limit is refused before anything is sent. */
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

/** "240 of 960 requests are answered", for those who wait. */
export function batchProgress({ batchStates }: BatchContext, request: VisionRequestRow): string {
  const { left, all } = requestCount(batchStates.of(request))
  const note = request.note === null ? '' : ` ${request.note}`
  return `${all - left} of ${all} requests answered.${note}`
}

/** An error while nobody waits: it is told once, and the next attempt comes by itself. */
export const quietly = (context: BatchContext, error: unknown): void => {
  context.log.warn({ err: error }, 'batch results not fetched')
  context.emit({
    type: 'notice',
    level: 'warning',
    message: `The results of a batch could not be fetched: ${messageOf(error)}`,
  })
}
