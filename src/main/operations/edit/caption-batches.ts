import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import type { BatchedCaption, CaptionPart, CaptionParts } from '../../evaluation/caption-batches.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import { type Batches, refuseCostly } from '../batch/batches.ts'
import { quoteCaptions, toBeAsked } from '../captions/ask-captions.ts'
import { captionPartsOf, writtenKeyText } from '../captions/batched-captions.ts'
import { type DueCaption, dueCaptions, type WritingRequest } from '../captions/due-captions.ts'
import type { VisionQuote } from '../vision/quote.ts'
import { announceVisionRequest, askedOf } from '../vision/vision-request.ts'
import type { EditingContext } from './editing-context.ts'
import type { Editing } from './editing.ts'
import { makeCaptionEdits } from './write-captions.ts'

export interface CaptionBatchCommands {
  /** Submits captions as a batch, at half the price, answered within a day. Returns null when `agree` declines or nothing is due. */
  handIn(
    actorIds: readonly string[],
    request: WritingRequest,
    how: {
      readonly agree?: (offer: VisionQuote) => boolean | Promise<boolean>
      readonly signal?: AbortSignal | undefined
    },
  ): Promise<VisionRequestRow | null>
  /** Continues every open batch: submits the parts that are missing, and writes the answers as one edit. */
  advance(signal?: AbortSignal): Promise<void>
  cancel(visionRequestId: number): Promise<void>
  /** Cancels batches that are not completely submitted. */
  cancelSending(): Promise<void>
}

/** Images per file of requests; at 768 px they stay below the service's size limit. */
const IN_PART = 300

/** Submits captions as batches. Requests are stored before anything is sent, so that any process can continue them. */
export function createCaptionBatches(context: EditingContext, editing: Editing): CaptionBatchCommands {
  const { catalog } = context
  const { visionRequests } = catalog
  const inTurn = createKeyedLock()
  const row = (id: number): VisionRequestRow => {
    const found = visionRequests.get(id)
    if (found) return found
    throw new EvencastError('NOT_FOUND', 'This batch is no longer in the library.')
  }
  const save = (id: number, before: CaptionParts, after: CaptionParts): void => {
    for (const [n, part] of after.entries()) if (part !== before[n]) visionRequests.putPart(id, n, part)
  }
  const move = (id: number, state: VisionRequestRow['state'], note: string | null = null): VisionRequestRow => {
    const ended = state === 'done' || state === 'cancelled'
    visionRequests.setState(id, state, note, ended ? context.now().toISOString() : null)
    const next = row(id)
    context.log.info({ visionRequestId: id, state, note, costUsd: next.costUsd }, 'batch of captions')
    announceVisionRequest(context, next)
    return next
  }
  async function send(request: VisionRequestRow, signal?: AbortSignal): Promise<VisionRequestRow> {
    const before = captionPartsOf(catalog, request.id)
    const writing = writingOf(before, request.evaluator)
    const actorIds = request.actorIds.filter((actorId) => context.folders.has(actorId))
    const due = new Map((await dueCaptions(context, actorIds, writing)).map((each) => [writtenKeyText(each.key), each]))
    let saved: CaptionParts = before
    await context.captionBatches(request).submit(before, {
      signal,
      onParts(parts) {
        catalog.transaction(() => save(request.id, saved, parts))
        saved = parts
      },
      pictureOf: (caption) => due.get(writtenKeyText({ ...caption, writer: request.evaluator })) ?? null,
    })
    return move(request.id, 'waiting')
  }

  /** Cancels at the service. Also continues a cancel that a kill interrupted. */
  async function withdraw(request: VisionRequestRow): Promise<void> {
    const before = captionPartsOf(catalog, request.id)
    const after = await context.captionBatches(request).cancel(before)
    catalog.transaction(() => save(request.id, before, after))
  }

  async function goOn(id: number, signal?: AbortSignal): Promise<void> {
    let request = row(id)
    const client = context.captionBatches(request)
    if (request.server !== client.server) {
      const where = client.nameOf(request.server)
      return void move(
        id,
        request.state,
        `It was submitted to ${where}. Set that base URL in Settings to fetch the results.`,
      )
    }
    if (request.state === 'sending') request = await send(request, signal)
    else if (request.state === 'cancelling') await withdraw(request)
    const before = captionPartsOf(catalog, id)
    const { parts, answers, usages, problems } = await client.collect(before, signal)
    // One transaction stores all results or none. After a kill they are fetched again, which costs nothing.
    catalog.transaction(() => {
      for (const { caption, answer } of answers)
        if (answer !== null && answer.kind !== 'unusable')
          catalog.writtenCaptions.put(keyOf(caption, request), answer.kind === 'caption' ? answer.text : '')
      for (const { usd } of usages) visionRequests.spend(id, usd)
      save(id, before, parts)
    })
    const isDone = parts.every(({ collected }) => collected)
    if (answers.length > 0 || isDone) {
      const actorIds = request.actorIds.filter((actorId) => context.folders.has(actorId))
      const asked = parts.flatMap(({ requests }) => Object.values(requests))
      const keys = new Set(asked.map((caption) => writtenKeyText(keyOf(caption, request))))
      await makeCaptionEdits(context, editing, actorIds, { ...writingOf(parts, request.evaluator), keys })
    }
    const missed = answers.filter(({ answer }) => answer?.kind !== 'caption').length
    const rest = missed > 0 ? [`${missed} of its images are left without a caption.`] : []
    const note = [...(request.note === null ? [] : [request.note]), ...problems, ...rest].join(' ') || null
    move(id, isDone ? (row(id).state === 'cancelling' ? 'cancelled' : 'done') : row(id).state, note)
  }

  async function cancel(id: number): Promise<void> {
    const { state } = row(id)
    // The state is written first, so that nothing more is submitted after a kill.
    if (state === 'sending' || state === 'waiting') move(id, 'cancelling')
    else if (state !== 'cancelling') return
    await goOn(id)
  }

  return {
    handIn: (actorIds, request, { agree, signal }) =>
      inTurn('batches', async () => {
        const due = await dueCaptions(context, actorIds, request)
        const offer = quoteCaptions(context, due, request)
        if (offer.images === 0) return null
        if (offer.batchUsd === null && !context.visionAt(request.with).takesBatches)
          throw new EvencastError(
            'BAD_INPUT',
            'This server takes no batches: choose a service that does, or write the captions at once.',
          )
        if (agree && !(await agree(offer))) return null
        refuseCostly(offer, context.settings().maxCostUsd)
        const asked = toBeAsked(due).flatMap(([first]) => (first ? [first] : []))
        const { id } = catalog.transaction(() => {
          const added = visionRequests.add({
            kind: 'captionBatch',
            state: 'sending',
            ...askedOf(context, offer),
            estimatedUsd: offer.batchUsd,
          })
          save(added.id, [], partsOf(asked, request))
          return added
        })
        announceVisionRequest(context, row(id))
        return send(row(id), signal)
      }),
    advance: (signal) =>
      inTurn('batches', async () => {
        for (const { id } of visionRequests.openBatches('captionBatch')) {
          signal?.throwIfAborted()
          await goOn(id, signal)
        }
      }),
    cancel: (id) => inTurn('batches', () => cancel(id)),
    cancelSending: () =>
      inTurn('batches', async () => {
        for (const { id, state } of visionRequests.openBatches('captionBatch'))
          if (state === 'sending') await cancel(id)
      }),
  }
}

/** Returns batches that also poll and cancel those of captions. */
export const withCaptionBatches = (
  { catalog }: EditingContext,
  batches: Batches,
  captions: CaptionBatchCommands,
): Batches => ({
  handIn: (offer, signal) => batches.handIn(offer, signal),
  async advance(signal) {
    await batches.advance(signal)
    await captions.advance(signal)
  },
  cancel: (id) => (catalog.visionRequests.get(id)?.kind === 'captionBatch' ? captions : batches).cancel(id),
  cancelSending: () => batches.cancelSending(),
})

const keyOf = ({ sha256, instructions }: BatchedCaption, { evaluator: writer }: VisionRequestRow) => ({
  sha256,
  instructions,
  writer,
})

function partsOf(
  asked: readonly DueCaption[],
  { with: server, guide, trigger, only }: WritingRequest,
): readonly CaptionPart[] {
  return Array.from({ length: Math.ceil(asked.length / IN_PART) }, (_, n): CaptionPart => {
    const requests = asked
      .slice(n * IN_PART, (n + 1) * IN_PART)
      .map(({ actorId, captioned: { image }, key: { sha256, instructions } }, i) => [
        `${n}-${i}`,
        { actorId, filename: image.filename, sha256, instructions },
      ])
    return {
      fileId: '',
      batchId: null,
      status: 'new',
      collected: false,
      with: server,
      guide,
      ...(trigger !== undefined && { trigger }),
      only,
      requests: Object.fromEntries(requests),
    }
  })
}

/** Returns the original request, which every part of a batch contains. */
function writingOf([first]: CaptionParts, writer: string): WritingRequest {
  if (!first) throw new EvencastError('INTERNAL', 'This batch holds no requests.')
  const { with: server, guide, trigger, only } = first
  return { with: server, writer, guide, trigger, only, filenames: null }
}
