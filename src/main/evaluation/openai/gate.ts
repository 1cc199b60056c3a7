import PQueue from 'p-queue'
import { type Clock, readDuration } from './clock.ts'

/**
 * Admits requests: limits how many run at once over all actors, and holds them back during a pause or when the server's rate-limit headers
 * allow no more.
 */
export interface Gate {
  /** Runs `work` once it is admitted. `tokens`: what the request is expected to use. Waiting ends with the signal's reason. */
  run<T>(tokens: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Waits within `run` before a retry. */
  again(tokens: number, signal?: AbortSignal): Promise<void>
  /** Reads the `x-ratelimit-*` headers of an answer; most compatible servers send none. */
  observe(headers: Headers | undefined): void
  /** Holds back all requests for that long. */
  pause(ms: number): void
  /** Returns how long until the limits are reset, in milliseconds; null when no headers said so. */
  resetMs(): number | null
}

interface Allowance {
  readonly remaining: number
  readonly resetsAt: number
}

const KINDS = ['requests', 'tokens'] as const
type Kind = (typeof KINDS)[number]

export function createGate(concurrency: number, clock: Clock): Gate {
  const queue = new PQueue({ concurrency })
  const allowances = new Map<Kind, Allowance>()
  let quietUntil = 0

  const needed = (kind: Kind, tokens: number): number => (kind === 'requests' ? 1 : tokens)

  const waitMs = (tokens: number): number => {
    const now = clock.now()
    const waits = KINDS.map((kind) => {
      const allowance = allowances.get(kind)
      return allowance && allowance.remaining < needed(kind, tokens) ? allowance.resetsAt - now : 0
    })
    return Math.max(0, quietUntil - now, ...waits)
  }

  const enter = async (tokens: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    for (let wait = waitMs(tokens); wait > 0; wait = waitMs(tokens)) await clock.sleep(wait, signal)
    for (const kind of KINDS) {
      const allowance = allowances.get(kind)
      if (allowance === undefined) continue
      // Past its reset, the allowance is unknown until the next answer states it.
      if (allowance.resetsAt <= clock.now()) allowances.delete(kind)
      // Answers still in flight do not count this request, so it is subtracted here.
      else allowances.set(kind, { ...allowance, remaining: allowance.remaining - needed(kind, tokens) })
    }
  }

  return {
    async run(tokens, work, signal) {
      return queue.add(
        // The signal is not passed to the queue, which would abandon work in progress and lose its answer.
        async () => {
          await enter(tokens, signal)
          return work()
        },
      )
    },
    again: enter,
    observe(headers) {
      for (const kind of KINDS) {
        const remaining = headers?.get(`x-ratelimit-remaining-${kind}`)
        const reset = readDuration(headers?.get(`x-ratelimit-reset-${kind}`) ?? null)
        if (!remaining || !/^\d+$/.test(remaining) || reset === null) continue
        const known = allowances.get(kind)
        const said = { remaining: Number(remaining), resetsAt: clock.now() + reset }
        // Answers can overtake each other; the one that allows less is the newer.
        const same = known && known.resetsAt > clock.now()
        allowances.set(kind, same ? { ...said, remaining: Math.min(known.remaining, said.remaining) } : said)
      }
    },
    pause(ms) {
      quietUntil = Math.max(quietUntil, clock.now() + ms)
    },
    resetMs() {
      const now = clock.now()
      const ends = [...allowances.values()].filter(({ remaining }) => remaining < 1).map(({ resetsAt }) => resetsAt)
      return ends.length > 0 ? Math.max(0, Math.max(...ends) - now) : null
    },
  }
}
