import { setTimeout as delay } from 'node:timers/promises'

/** Rests until there is a notice, or for about so long. */
export function createWake() {
  let rouse: (() => void) | null = null
  return {
    now: () => rouse?.(),
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      const rousing = new AbortController()
      rouse = () => rousing.abort()
      // Workers that were started together do not ask together.
      const rest = ms * (0.8 + 0.4 * Math.random())
      await delay(rest, undefined, { signal: AbortSignal.any([signal, rousing.signal]) }).catch(() => {})
      rouse = null
    },
  }
}
