import { captionPartsOf } from '../captions/batched-captions.ts'
import type { WritingRequest } from '../captions/due-captions.ts'
import type { CaptionBatchCommands } from './caption-batches.ts'
import type { EditingContext } from './editing-context.ts'
import type { WritingOptions } from './write-captions.ts'

/** State of the caption batches after one was submitted or polled. */
export interface CaptionBatchReport {
  /** Images in open batches. */
  readonly waiting: number
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** One sentence about each batch. */
  readonly notes: readonly string[]
}

/** Continues open batches, and submits what is due when there were none. */
export async function runCaptionBatch(
  { catalog }: EditingContext,
  batches: CaptionBatchCommands,
  known: () => Promise<readonly string[]>,
  { request, options }: { readonly request: WritingRequest; readonly options: WritingOptions },
): Promise<CaptionBatchReport> {
  const { visionRequests } = catalog
  const { signal, onQuote } = options
  const open = visionRequests.openBatches('captionBatch').map(({ id }) => id)
  await batches.advance(signal)
  if (open.length === 0) {
    const handedIn = await batches.handIn(await known(), request, { signal, ...(onQuote && { agree: onQuote }) })
    if (handedIn) open.push(handedIn.id)
  }
  const rows = open.flatMap((id) => visionRequests.get(id) ?? [])
  const waiting = rows.filter(({ endedAt }) => endedAt === null)
  return {
    waiting: waiting.reduce((sum, { images }) => sum + images, 0),
    estimatedUsd: rows.reduce<number | null>(
      (sum, row) => (sum === null || row.estimatedUsd === null ? null : sum + row.estimatedUsd),
      0,
    ),
    costUsd: rows.reduce((sum, { costUsd }) => sum + costUsd, 0),
    notes: rows.map(({ id, images, model, note }) => {
      const parts = captionPartsOf(catalog, id)
      const count = (some: typeof parts) => some.reduce((sum, { requests }) => sum + Object.keys(requests).length, 0)
      const done = `${count(parts.filter(({ collected }) => collected))} of ${count(parts)} requests answered.`
      return `Batch of ${images} captions by ${model}: ${done}${note === null ? '' : ` ${note}`}`
    }),
  }
}
