import type { Event } from '../../../../main/contract/index.ts'
import type { Api } from './connect.ts'

export type Link = 'connecting' | 'up' | 'down'

interface Listener {
  /** Called when a subscription is established, before its first event. Fetch every list again here. */
  readonly onUp: () => void
  readonly onDown: () => void
  readonly onEvent: (event: Event) => void
}

const FIRST_DELAY_MS = 400
const LONGEST_DELAY_MS = 5_000

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })

/** Subscribes to the core's events until the signal aborts, and reconnects a broken stream with growing delays. */
export async function follow(api: Api, signal: AbortSignal, listener: Listener): Promise<void> {
  let delayMs = FIRST_DELAY_MS
  while (!signal.aborted) {
    try {
      const stream = await api.events(undefined, { signal })
      delayMs = FIRST_DELAY_MS
      listener.onUp()
      for await (const event of stream) listener.onEvent(event)
    } catch {
      // Missed events do not matter: the lists are fetched again once the stream is back.
    }
    if (signal.aborted) return
    listener.onDown()
    await pause(delayMs, signal)
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
  }
}
