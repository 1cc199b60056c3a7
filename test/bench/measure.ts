import { performance } from 'node:perf_hooks'

/** One part of the bench. Every figure is printed beside one measured in the same run, because machines differ but ratios hardly do. */
export interface Section {
  readonly name: string
  run(say: (line: string) => void, options: BenchOptions): Promise<void>
}

export interface BenchOptions {
  /** A Python with CleanVision, for comparison. */
  readonly cleanvision: string | undefined
  /** Also times the whole test suite. */
  readonly suite?: boolean | undefined
  /** Folder of the installed pack for pictures, to sort with its vectors. */
  readonly pictures?: string | undefined
  /** Number of crash runs of a fleet, of paid calls in each, and the parts to run; all by default. */
  readonly runs?: string | undefined
  readonly calls?: string | undefined
  readonly part?: readonly string[] | undefined
}

/** Returns the result of `work` and its duration in ms. */
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

/** Runs `work` over all items with limited concurrency. */
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
