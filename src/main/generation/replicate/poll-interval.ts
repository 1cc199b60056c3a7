/** Predictions looked back on: a model's pace changes within the hour. */
const MEMORY = 12

/** Of its age: how much later than its end a prediction is seen at most, where nothing better is known. */
const GUESSING_SHARE = 0.02
/** The same once the model's usual time is known. */
const KNOWING_SHARE = 0.02
const SHORTEST_MS = 20
const LONGEST_MS = 2000
/** So that a prediction which fails early is noticed. */
const LONGEST_UNSEEN_MS = 15_000

/** How long a model's predictions take, learnt from those that ended: a place is lost for as long as an end goes unseen. */
export interface PollInterval {
  took(durationMs: number): void
  /** When to look at a prediction of this age again. */
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
