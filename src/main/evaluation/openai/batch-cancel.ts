import { APIError } from 'openai/error'
import type { BatchPart, BatchState } from '../batch-state.ts'
import { batchOf, failed, type PartAtService } from './batch-submit.ts'
import type { Connected } from './server.ts'

/** Cancels the batches at the service, and deletes uploaded files that have no batch. */
export async function cancelBatch(server: Connected, state: BatchState, signal?: AbortSignal): Promise<BatchState> {
  const parts: BatchPart[] = []
  for (const part of state.parts) parts.push(await cancelPart(server, part, signal))
  return { ...state, parts }
}

/** Cancels one part. A part that is already being cancelled stays as it is; one that was never uploaded is finished. */
export async function cancelPart<P extends PartAtService>(
  server: Connected,
  part: P,
  signal?: AbortSignal,
): Promise<P> {
  if (part.collected || part.status === 'cancelling') return part
  if (part.fileId === '') return { ...part, status: 'cancelled', collected: true }
  const options = { signal, maxRetries: 2 }
  try {
    const client = await server.client()
    // An interruption may have kept the batch's id from being stored.
    const batchId = part.batchId ?? (await batchOf(server, part.fileId, signal))?.id ?? null
    if (batchId === null) {
      await client.files.delete(part.fileId, options).catch(() => undefined)
      return { ...part, status: 'cancelled', collected: true }
    }
    const { status } = await client.batches.cancel(batchId, options).catch((error: unknown) => {
      // The batch has ended by itself: its answers are there.
      if (error instanceof APIError && (error.status === 400 || error.status === 409))
        return client.batches.retrieve(batchId, options)
      throw error
    })
    return { ...part, batchId, status }
  } catch (error) {
    signal?.throwIfAborted()
    throw failed(error, server)
  }
}
