/** Number of recent predictions considered, because a model's speed changes within the hour. */
const MEMORY = 12

/** Largest delay in noticing a prediction's end, as a share of its age, while the usual time is unknown. */
const GUESSING_SHARE = 0.02
/** The same once the model's usual time is known. */
const KNOWING_SHARE = 0.02
const SHORTEST_MS = 20
const LONGEST_MS = 2000
/** Longest first wait, so that a prediction that fails early is noticed. */
const LONGEST_UNSEEN_MS = 15_000

/** Poll interval, learned from finished predictions: a slot stays occupied until an end is noticed. */
export interface PollInterval {
  took(durationMs: number): void
  /** Returns the wait in milliseconds before the next poll of a prediction of this age. */
  nextPollMs(ageMs: number): number
}

export function createPollInterval(guessMs: number): PollInterval {
  let recent: readonly number[] = []
  return {
    took(durationMs) {
      if (durationMs > 0) recent = [...recent, durationMs].slice(-MEMORY)
    },
    nextPollMs(ageMs) {
      const soonestMs = Math.min(...recent)
      if (ageMs < soonestMs && recent.length > 0) return Math.min(LONGEST_UNSEEN_MS, soonestMs - ageMs)
      const wantedMs = recent.length > 0 ? ageMs * KNOWING_SHARE : Math.max(ageMs, guessMs) * GUESSING_SHARE
      return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wantedMs))
    },
  }
}
