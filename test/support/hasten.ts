import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/** Waits up to this many milliseconds are not retries of a service and stay as they are. */
const SHORT_MS = 300

/**
 * Divides the waits between retries of a service by `times` for the rest of this process. The same work is done; only the idle time
 * shrinks.
 */
export function hasten(times: number): void {
  const wait: (delayMs?: number, value?: unknown, options?: object) => Promise<unknown> = timers.setTimeout
  Object.assign(timers, {
    setTimeout: (delayMs = 1, value?: unknown, options?: object) =>
      wait(delayMs > SHORT_MS ? delayMs / times : delayMs, value, options),
  })
  syncBuiltinESMExports()
}

/** For programs that load this module first, with `node --import`. */
const asked = Number(process.env['EVENCAST_TEST_HASTE'] ?? 1)
if (isMainThread && asked > 1) hasten(asked)
