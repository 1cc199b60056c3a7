export interface Throttled {
  /** Runs the work unless it ran less than the interval ago; a later call or `now` makes up for it. */
  (): Promise<void>
  now(): Promise<void>
}

/** At most one run per interval and never two at once; nothing is queued, the work reads the latest state itself. */
export function createThrottle(intervalMs: number, work: () => Promise<void>): Throttled {
  let lastMs = -Infinity
  let running: Promise<void> = Promise.resolve()
  const run = () => {
    lastMs = performance.now()
    running = running.then(work, work)
    return running
  }
  return Object.assign(() => (performance.now() - lastMs < intervalMs ? Promise.resolve() : run()), { now: run })
}
