/** A throttle: calls at once, then at most every `intervalMs` while beats continue; the last beat is never dropped. */
export interface Pulse {
  beat(): void
  /** Makes a last call now; none follows. */
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
