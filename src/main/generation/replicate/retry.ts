import type { Answer, Failure } from './failure.ts'

/** Rejects with the signal's reason when aborted. */
export type Sleep = (delayMs: number, signal: AbortSignal) => Promise<void>

export interface Log {
  warn(details: object, message: string): void
}

export interface RetryOptions {
  readonly sleep: Sleep
  readonly log: Log
}

/** Delays between retries after a temporary failure: half a minute in all. */
const RETRY_DELAYS_MS = [500, 1000, 2000, 4000, 8000, 15_000]

/** Longest wait for one 429, and for all of them in one call: with little credit Replicate accepts 6 requests a minute. */
const LONGEST_THROTTLE_MS = 120_000
const MOST_THROTTLE_MS = 900_000
const UNKNOWN_THROTTLE_MS = 5000
/** Shortest wait, for "~0s" and limits that reset a little later than announced. */
const SHORTEST_THROTTLE_MS = 1000

/** Retries after a 429 (rejected, so nothing was done) and after failures for which `mayRepeat` returns true. Returns the last answer. */
export async function askWithRetry<T>(
  { sleep, log }: RetryOptions,
  what: string,
  ask: () => Promise<Answer<T>>,
  mayRepeat: (failure: Failure) => boolean,
  signal: AbortSignal,
): Promise<Answer<T>> {
  let throttledMs = 0
  let retries = 0
  for (;;) {
    const answer = await ask()
    if (answer.ok) return answer
    const { failure } = answer
    const throttle = throttleMs(failure)
    const delayMs = throttle ?? (mayRepeat(failure) ? RETRY_DELAYS_MS[retries] : undefined)
    if (delayMs === undefined || throttledMs + (throttle ?? 0) > MOST_THROTTLE_MS) return answer
    if (throttle === null) retries += 1
    else throttledMs += throttle
    log.warn({ what, failure, delayMs }, 'retrying a request to Replicate')
    await sleep(delayMs, signal)
  }
}

/** Returns the wait in milliseconds; null when the request was not throttled, or for too long to wait. */
function throttleMs(failure: Failure): number | null {
  if (failure.kind !== 'refused' || failure.status !== 429) return null
  const wanted = failure.retryAfterMs ?? UNKNOWN_THROTTLE_MS
  return wanted > LONGEST_THROTTLE_MS ? null : Math.max(SHORTEST_THROTTLE_MS, wanted)
}
