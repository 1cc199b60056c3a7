import PQueue from 'p-queue'
import { type Clock, readDuration } from './clock.ts'

/** Lets requests through: so many at once over all actors, none while the server wants quiet, none beyond what its headers allow. */
export interface Gate {
  /** `tokens`: what the request is expected to use. Waiting ends with the signal's reason. */
  run<T>(tokens: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Waits within `run`, before a request is repeated. */
  again(tokens: number, signal?: AbortSignal): Promise<void>
  /** The `x-ratelimit-*` headers of an answer; most compatible servers send none. */
  observe(headers: Headers | undefined): void
  /** Nothing is sent for so long. */
  pause(ms: number): void
  /** How long until the limits are reset, as far as headers said; null when they did not. */
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
      // Past its reset nothing is known until the next answer says it.
      if (allowance.resetsAt <= clock.now()) allowances.delete(kind)
      // Answers still under way know nothing of this request: it is taken off here.
      else allowances.set(kind, { ...allowance, remaining: allowance.remaining - needed(kind, tokens) })
    }
  }

  return {
    async run(tokens, work, signal) {
      return queue.add(
        // Not the queue's own signal: that would leave work behind that is under way, and lose its answer.
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
        // Of answers that overtake each other the one that allows less is the newer.
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
