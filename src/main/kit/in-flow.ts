export interface FlowOptions<T> {
  /** Returns the weight of an item while it is in progress, such as its bytes in memory. */
  readonly weightOf: (item: T) => number
  /** Greatest total weight of the items in progress; a single item is always allowed, however heavy. */
  readonly maxWeight: number
  readonly atOnce: Range
  readonly signal?: AbortSignal | undefined
  readonly nowMs?: () => number
}

interface Range {
  readonly min: number
  readonly max: number
}

/**
 * Runs `work` for every item with an adaptive concurrency: many at once against a distant service, few against a busy one. Rejects with the
 * first error or the signal's reason and starts nothing after it, once the items in progress have ended.
 */
export async function inFlow<T>(
  items: readonly T[],
  { weightOf, maxWeight, atOnce, signal, nowMs = () => performance.now() }: FlowOptions<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const climb = createClimb(atOnce, nowMs)
  const waiting = items.values()
  let next = waiting.next()
  const underway = new Set<Promise<void>>()
  let weight = 0
  const errors: unknown[] = []

  const start = (item: T): void => {
    const itsWeight = weightOf(item)
    weight += itsWeight
    const run: Promise<void> = work(item)
      .catch((error: unknown) => {
        errors.push(error)
      })
      .finally(() => {
        weight -= itsWeight
        underway.delete(run)
        climb.finished()
      })
    underway.add(run)
  }
  const fits = (item: T): boolean =>
    underway.size === 0 || (underway.size < climb.limit() && weight + weightOf(item) <= maxWeight)

  for (;;) {
    while (!next.done && errors.length === 0 && signal?.aborted !== true && fits(next.value)) {
      start(next.value)
      next = waiting.next()
    }
    if (underway.size === 0) break
    await Promise.race(underway)
  }
  if (errors.length > 0) throw errors[0]
  signal?.throwIfAborted()
}

const STEP = 4
/** Factor of throughput below which a difference is noise. */
const BETTER = 1.05

/** Searches for the concurrency with the highest throughput: it continues in one direction while that improves, and otherwise reverses. */
function createClimb({ min, max }: Range, nowMs: () => number) {
  let limit = Math.min(max, Math.max(min, min * 2))
  let direction = 1
  let lastRate = 0
  let finished = 0
  let since = nowMs()
  return {
    limit: () => limit,
    finished(): void {
      finished += 1
      // After as many items as run at once, each slot has finished about one under this limit.
      if (finished < limit) return
      const rate = finished / Math.max(1e-6, nowMs() - since)
      if (lastRate > 0 && rate < lastRate * BETTER) direction = -direction
      limit = Math.min(max, Math.max(min, limit + direction * STEP))
      lastRate = rate
      finished = 0
      since = nowMs()
    },
  }
}
