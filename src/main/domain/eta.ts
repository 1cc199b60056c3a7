/** Speed of a piece of work, kept between progress events. */
export interface Pace {
  readonly done: number
  readonly elapsedMs: number
  /** Smoothed time per item; null until the first item is done. */
  readonly msPerItem: number | null
}

export const START: Pace = { done: 0, elapsedMs: 0, msPerItem: null }

/** Number of recent items that the pace averages: a plain mean up to there, an exponential one of that length beyond. */
const MEMORY = 10

/**
 * Updates the pace after a progress event; `done` and `elapsedMs` count from the start. Each finished item has the same weight, so that
 * parallel items which finish together do not make the pace jump.
 */
export function advance(pace: Pace, { done, elapsedMs }: { readonly done: number; readonly elapsedMs: number }): Pace {
  const items = done - pace.done
  if (items <= 0) return pace
  if (pace.msPerItem === null || done <= MEMORY) return { done, elapsedMs, msPerItem: elapsedMs / done }
  const recent = Math.max(0, elapsedMs - pace.elapsedMs) / items
  const weight = 1 - (1 - 1 / MEMORY) ** items
  return { done, elapsedMs, msPerItem: pace.msPerItem + weight * (recent - pace.msPerItem) }
}

/**
 * Returns the time left at `elapsedMs`, which may be later than the last event: the estimate counts down in between. Returns null when it
 * is not known yet.
 */
export function remainingMs(pace: Pace, total: number, elapsedMs = pace.elapsedMs): number | null {
  if (pace.done >= total) return 0
  if (pace.msPerItem === null) return null
  return Math.max(0, pace.msPerItem * (total - pace.done) - (elapsedMs - pace.elapsedMs))
}
