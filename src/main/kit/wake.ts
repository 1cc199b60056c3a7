import { setTimeout as delay } from 'node:timers/promises'

/** Rests until there is a notice, or for about so long; not at all where one came since the last rest. */
export function createWake() {
  let isNoticed = false
  let rouse = () => {}
  return {
    now: (): void => {
      isNoticed = true
      rouse()
    },
    /** True when there was a notice. */
    wait: async (ms: number, signal: AbortSignal): Promise<boolean> => {
      const rousing = new AbortController()
      rouse = () => rousing.abort()
      // Those that were started together do not ask together.
      const rest = ms * (0.8 + 0.4 * Math.random())
      if (!isNoticed)
        await delay(rest, undefined, { signal: AbortSignal.any([signal, rousing.signal]) }).catch(() => {})
      const was = isNoticed
      isNoticed = false
      return was
    },
  }
}
