import { setImmediate } from 'node:timers/promises'
import type { Catalog } from '../../catalog/catalog.ts'

/** Summaries written at a time: some two milliseconds. */
const SLICE = 50

/** Writes the summaries that an update of the catalog asks for, in slices, so that a library of 200,000 images opens as fast as ever. */
export async function renewSummaries({ summaries, images }: Catalog, signal?: AbortSignal): Promise<void> {
  while (!summaries.complete()) {
    signal?.throwIfAborted()
    images.renewSummaries(summaries.due(SLICE))
    await setImmediate()
  }
}
