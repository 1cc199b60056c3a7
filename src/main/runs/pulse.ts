/** Calls at once, then at most every `intervalMs` while beats keep coming; the last one is never left out. */
export interface Pulse {
  beat(): void
  /** A last call now, none after it. */
  end(): void
}

export function createPulse(intervalMs: number, call: () => void): Pulse {
  let timer: NodeJS.Timeout | null = null
  let pending = false
  let ended = false
  const fire = (): void => {
    pending = false
    timer = setTimeout(() => {
      timer = null
      if (pending) fire()
    }, intervalMs)
    timer.unref()
    call()
  }
  return {
    beat() {
      if (ended) return
      if (timer) pending = true
      else fire()
    },
    end() {
      if (ended) return
      ended = true
      if (timer) clearTimeout(timer)
      call()
    },
  }
}
