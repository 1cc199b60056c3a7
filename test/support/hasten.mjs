// Loaded before the program by `node --import`: where a paid service is asked once more after seconds, it is asked after a fraction of
// them. What is done does not change, only how long nothing is done. EVENCAST_TEST_HASTE says how many times as fast.
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/** Shorter waits are no patience with a service: they stay. */
const SHORT_MS = 300

const haste = Number(process.env.EVENCAST_TEST_HASTE ?? 1)
if (isMainThread && haste > 1) {
  const { setTimeout: wait } = timers
  timers.setTimeout = (ms = 1, ...rest) => wait(ms > SHORT_MS ? ms / haste : ms, ...rest)
  syncBuiltinESMExports()
}
