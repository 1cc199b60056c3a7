import { performance } from 'node:perf_hooks'

/** One part of the bench. Every figure stands beside one measured in the same run: machines differ, ratios hardly do. */
export interface Section {
  readonly name: string
  run(say: (line: string) => void, options: BenchOptions): Promise<void>
}

export interface BenchOptions {
  /** A Python that has CleanVision, to measure beside it. */
  readonly cleanvision: string | undefined
  /** Times the whole test suite as well. */
  readonly suite?: boolean | undefined
  /** Folder of the installed pack for pictures, to sort with what it sees. */
  readonly pictures?: string | undefined
  /** How many runs of how many paid calls a fleet is crashed in, and which of its parts; by default all. */
  readonly runs?: string | undefined
  readonly calls?: string | undefined
  readonly part?: readonly string[] | undefined
}

/** How long `work` takes, in ms, and what it answers. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const startMs = performance.now()
  const value = await work()
  return { ms: performance.now() - startMs, value }
}

export const duration = (ms: number): string =>
  ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`

export const ratio = (ms: number, ofMs: number): string => `${(ms / ofMs).toFixed(ms < ofMs ? 2 : 1)} ×`

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** Runs `work` over all items, so many at once. */
export async function inFlight<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
