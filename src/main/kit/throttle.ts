export interface Throttled {
  /** Runs the work unless it ran within the interval; a later call or `now` catches up. */
  (): Promise<void>
  now(): Promise<void>
}

/** Runs the work at most once per interval and never twice at once. Nothing is queued, because the work reads the latest state itself. */
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
