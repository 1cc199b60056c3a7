import PQueue from 'p-queue'

/** So many look through files and write long lists side by side: each takes a part of every turn, and keeps a manifest in memory. */
const LONG_AT_ONCE = 8

/** For actors that are indexed with very many others: their folders are looked at together, and long work waits for its turn. */
export interface AmongMany {
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

export function amongMany(): AmongMany {
  const queue = new PQueue({ concurrency: LONG_AT_ONCE })
  return { inTurn: (work) => queue.add(work) }
}
