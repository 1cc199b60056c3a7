import type { Event } from '../../../../main/contract/index.ts'
import type { Api } from './connect.ts'

export type Link = 'connecting' | 'up' | 'down'

interface Listener {
  /** Called when a subscription stands, before its first event: the moment to fetch every list again. */
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

/** Subscribes to the core's events until the signal aborts; a broken stream is taken up again, with growing pauses. */
export async function follow(api: Api, signal: AbortSignal, listener: Listener): Promise<void> {
  let delayMs = FIRST_DELAY_MS
  while (!signal.aborted) {
    try {
      const stream = await api.events(undefined, { signal })
      delayMs = FIRST_DELAY_MS
      listener.onUp()
      for await (const event of stream) listener.onEvent(event)
    } catch {
      // What was lost does not matter here: the lists are fetched again once the stream stands.
    }
    if (signal.aborted) return
    listener.onDown()
    await pause(delayMs, signal)
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
  }
}
