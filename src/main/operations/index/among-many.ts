import PQueue from 'p-queue'

/**
 * Number of actors whose manifests and long lists are processed at the same time. Each holds a manifest in memory and takes a share of
 * every turn.
 */
const LONG_AT_ONCE = 8

/** Limits long work when very many actors are indexed together. Their folders are still scanned in parallel. */
export interface AmongMany {
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

export function amongMany(): AmongMany {
  const queue = new PQueue({ concurrency: LONG_AT_ONCE })
  return { inTurn: (work) => queue.add(work) }
}
