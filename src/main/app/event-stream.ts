import type { Event } from '../contract/event.ts'

/** Events kept for one window. */
const MOST_WAITING = 10_000

/**
 * Turns pushed events into a pulled stream. A slow window gets every event later. When more than `mostWaiting` events are queued, the
 * stream ends and the queue is dropped; the window then reloads all views, as after a lost connection.
 */
export async function* eventStream(
  subscribe: (listener: (event: Event) => void) => () => void,
  signal: AbortSignal | undefined,
  mostWaiting = MOST_WAITING,
): AsyncGenerator<Event> {
  let waiting: Event[] = []
  let wake: () => void = () => {}
  let isBehind = false
  const unsubscribe = subscribe((event) => {
    waiting.push(event)
    if (waiting.length > mostWaiting) {
      isBehind = true
      waiting = []
      unsubscribe()
    }
    wake()
  })
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  try {
    while (!signal?.aborted && !isBehind) {
      const event = waiting.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    unsubscribe()
    signal?.removeEventListener('abort', onAbort)
  }
}
