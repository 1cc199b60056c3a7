import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/** Shorter waits are no patience with a service: they stay. */
const SHORT_MS = 300

/**
 * Where a service is asked once more after seconds, it is asked after a fraction of them, for as long as this process lives: what is done
 * does not change, only how long nothing is done.
 */
export function hasten(times: number): void {
  const wait: (delayMs?: number, value?: unknown, options?: object) => Promise<unknown> = timers.setTimeout
  Object.assign(timers, {
    setTimeout: (delayMs = 1, value?: unknown, options?: object) =>
      wait(delayMs > SHORT_MS ? delayMs / times : delayMs, value, options),
  })
  syncBuiltinESMExports()
}

/** For programs that are started with this module before their own: `node --import`. */
const asked = Number(process.env['EVENCAST_TEST_HASTE'] ?? 1)
if (isMainThread && asked > 1) hasten(asked)
