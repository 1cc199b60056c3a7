import { setTimeout as delay } from 'node:timers/promises'

/** Creates a timer that sleeps for about a given time or until it is notified; it does not sleep when a notice came since the last wait. */
export function createWake() {
  let isNoticed = false
  let rouse = () => {}
  return {
    now: (): void => {
      isNoticed = true
      rouse()
    },
    /** Returns true when there was a notice. */
    wait: async (ms: number, signal: AbortSignal): Promise<boolean> => {
      const rousing = new AbortController()
      rouse = () => rousing.abort()
      // Jitter, so that processes that started together do not poll together.
      const rest = ms * (0.8 + 0.4 * Math.random())
      if (!isNoticed)
        await delay(rest, undefined, { signal: AbortSignal.any([signal, rousing.signal]) }).catch(() => {})
      const was = isNoticed
      isNoticed = false
      return was
    },
  }
}
