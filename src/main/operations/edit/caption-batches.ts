import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import type { BatchedCaption, CaptionPart, CaptionParts } from '../../evaluation/caption-batches.ts'
import { createBatchLifecycle, type OpenBatches } from '../batch/batch-lifecycle.ts'
import type { Batches } from '../batch/batches.ts'
import { quoteCaptions, toBeAsked } from '../captions/ask-captions.ts'
import { captionPartsOf, writtenKeyText } from '../captions/batched-captions.ts'
import { type DueCaption, dueCaptions, type WritingRequest } from '../captions/due-captions.ts'
import type { VisionQuote } from '../vision/quote.ts'
import type { EditingContext } from './editing-context.ts'
import type { Editing } from './editing.ts'
import { makeCaptionEdits } from './write-captions.ts'

export interface CaptionBatchCommands extends OpenBatches {
  /** Submits captions as a batch, at half the price, answered within a day. Returns null when `agree` declines or nothing is due. */
  handIn(
    actorIds: readonly string[],
    request: WritingRequest,
    how: {
      readonly agree?: (offer: VisionQuote) => boolean | Promise<boolean>
      readonly signal?: AbortSignal | undefined
    },
  ): Promise<VisionRequestRow | null>
}

/** Images per file of requests; at 768 px they stay below the service's size limit. */
const IN_PART = 300

/** Submits captions as batches, and writes the answers as one edit. Requests are stored before anything is sent, so that any process can continue them. */
export function createCaptionBatches(context: EditingContext, editing: Editing): CaptionBatchCommands {
  const { catalog } = context
  const { visionRequests } = catalog
  const save = ({ id }: VisionRequestRow, before: CaptionParts, after: CaptionParts): void => {
    for (const [n, part] of after.entries()) if (part !== before[n]) visionRequests.putPart(id, n, part)
  }
  const knownActors = ({ actorIds }: VisionRequestRow) => actorIds.filter((actorId) => context.folders.has(actorId))

  const lifecycle = createBatchLifecycle<CaptionParts>(context, {
    kind: 'captionBatch',
    clientOf: (request) => context.captionBatches(request),
    stateOf: ({ id }) => captionPartsOf(catalog, id),
    save,
    async submit(request, parts, { signal, onState }) {
      const { evaluator: writer } = request
      const all = await dueCaptions(context, knownActors(request), writingOf(parts, writer))
      const due = new Map(all.map((each) => [writtenKeyText(each.key), each]))
      await context.captionBatches(request).submit(parts, {
        signal,
        onParts: onState,
        pictureOf: (caption) => due.get(writtenKeyText({ ...caption, writer })) ?? null,
      })
    },
    async collect(request, before, signal) {
      const { parts, answers, usages, problems } = await context.captionBatches(request).collect(before, signal)
      // One transaction stores all results or none. After a kill they are fetched again, which costs nothing.
      catalog.transaction(() => {
        for (const { caption, answer } of answers)
          if (answer !== null && answer.kind !== 'unusable')
            catalog.writtenCaptions.put(keyOf(caption, request), answer.kind === 'caption' ? answer.text : '')
        for (const { usd } of usages) visionRequests.spend(request.id, usd)
        save(request, before, parts)
      })
      const isDone = parts.every(({ collected }) => collected)
      if (answers.length > 0 || isDone) {
        const asked = parts.flatMap(({ requests }) => Object.values(requests))
        const keys = new Set(asked.map((caption) => writtenKeyText(keyOf(caption, request))))
        const writing = { ...writingOf(parts, request.evaluator), keys }
        await makeCaptionEdits(context, editing, knownActors(request), writing)
      }
      const missed = answers.filter(({ answer }) => answer?.kind !== 'caption').length
      const rest = missed > 0 ? [`${missed} of its images are left without a caption.`] : []
      return { isDone, problems: [...problems, ...rest] }
    },
  })

  return {
    ...lifecycle,
    handIn: (actorIds, request, { agree, signal }) =>
      lifecycle.handIn(async () => {
        const due = await dueCaptions(context, actorIds, request)
        const offer = quoteCaptions(context, due, request)
        if (offer.images === 0) return null
        if (offer.batchUsd === null && !context.visionAt(request.with).takesBatches)
          throw new EvencastError(
            'BAD_INPUT',
            'This server takes no batches: choose a service that does, or write the captions at once.',
          )
        if (agree && !(await agree(offer))) return null
        const asked = toBeAsked(due).flatMap(([first]) => (first ? [first] : []))
        return { offer, write: (added) => save(added, [], partsOf(asked, request)) }
      }, signal),
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
