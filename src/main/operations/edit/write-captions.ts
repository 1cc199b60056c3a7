import { EvencastError } from '../../domain/error.ts'
import { askCaptions, quoteCaptions, type Uncaptioned } from '../captions/ask-captions.ts'
import { writtenKeyText } from '../captions/batched-captions.ts'
import { captionOperations, type CaptionEdit } from '../captions/change-captions.ts'
import { dueCaptions, writtenCaption, type WritingRequest } from '../captions/due-captions.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { VisionQuote } from '../vision/quote.ts'
import { withVisionRequest } from '../vision/vision-request.ts'
import type { EditingContext } from './editing-context.ts'
import { type Editing, images } from './editing.ts'

export interface WritingOptions extends OperationOptions {
  /** Called with the quote before the model is called; returning false stops before anything is sent. */
  readonly onQuote?: ((offer: VisionQuote) => boolean | Promise<boolean>) | undefined
}

export interface WrittenCaptions {
  readonly edits: readonly CaptionEdit[]
  /** Images without a change, because the model declined or its answer was no caption. */
  readonly failed: readonly Uncaptioned[]
  readonly costUsd: number
}

/**
 * Has a vision model write captions, as one edit that can be undone. Answers that arrived before the cost limit, a failure or a cancel are
 * written too; then the error is thrown. Captions that a person wrote meanwhile stay.
 */
export async function writeCaptions(
  context: EditingContext,
  editing: Editing,
  actorIds: readonly string[],
  request: WritingRequest,
  { onQuote, ...options }: WritingOptions,
): Promise<WrittenCaptions> {
  const due = await dueCaptions(context, actorIds, request)
  const quote = quoteCaptions(context, due, request)
  if (onQuote && !(await onQuote(quote))) throw new EvencastError('CANCELLED', 'Nothing was sent and nothing was paid.')
  const declined = due.flatMap(({ actorId, captioned, fromPrompt, answered }): readonly Uncaptioned[] =>
    fromPrompt === null && answered === ''
      ? [{ actorId, filename: captioned.image.filename, why: 'The model declined to caption it before.' }]
      : [],
  )
  const work = withVisionRequest(
    context,
    quote,
    context.settings().maxCostUsd,
    async (visionRequest) => {
      const failed = visionRequest ? await askCaptions(context, due, request, visionRequest, options) : []
      return { failed: [...declined, ...failed], costUsd: visionRequest?.costUsd ?? 0 }
    },
    'captions',
  )
  const [asked] = await Promise.allSettled([work])
  const edits = await makeCaptionEdits(context, editing, actorIds, request)
  if (asked.status === 'rejected') throw asked.reason
  return { edits, ...asked.value }
}

/** A request for known captions; `keys` limits it to captions that were requested with one of these keys. */
type KnownRequest = WritingRequest & { readonly keys?: ReadonlySet<string> }

/** Writes the captions that are already known as one edit; the model is not called. */
export async function makeCaptionEdits(
  context: EditingContext,
  editing: Editing,
  actorIds: readonly string[],
  request: KnownRequest,
): Promise<readonly CaptionEdit[]> {
  let edits = await editsOf(context, actorIds, request)
  if (edits.length === 0) return edits
  await editing.make(async () => {
    edits = await editsOf(context, actorIds, request)
    return {
      name: `Wrote the captions of ${images(edits.length)}`,
      operations: await captionOperations(context, edits),
    }
  })
  return edits
}

async function editsOf(
  context: EditingContext,
  actorIds: readonly string[],
  request: KnownRequest,
): Promise<readonly CaptionEdit[]> {
  const due = await dueCaptions(context, actorIds, request)
  return due.flatMap(({ actorId, captioned, key, ...known }): readonly CaptionEdit[] => {
    if (request.keys && !request.keys.has(writtenKeyText(key))) return []
    const after = writtenCaption(known, context.settings().tagBlacklist)
    const before = captioned.caption?.text ?? ''
    if (after === null || after === before) return []
    return [{ actorId, captioned, before, after, by: known.fromPrompt === null ? key.writer : 'prompt' }]
  })
}
