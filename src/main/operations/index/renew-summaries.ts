import { setImmediate } from 'node:timers/promises'
import type { Catalog } from '../../catalog/catalog.ts'

/** Summaries written at a time, which takes about two milliseconds. */
const SLICE = 50

/**
 * Writes the summaries that an upgrade of the catalog requires, in slices, so that a library of 200,000 images still opens without delay.
 */
export async function renewSummaries({ summaries, images }: Catalog, signal?: AbortSignal): Promise<void> {
  while (!summaries.complete()) {
    signal?.throwIfAborted()
    images.renewSummaries(summaries.due(SLICE))
    await setImmediate()
  }
}
