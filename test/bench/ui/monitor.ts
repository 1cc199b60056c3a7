/**
 * Loaded into the served process with `--import`: reports over the IPC channel the delay of its event loop since the last query, and its
 * memory. The program itself does not know of it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delays.enable()

export interface Monitored {
  readonly p95Ms: number
  readonly p99Ms: number
  readonly longestMs: number
  readonly rssMb: number
}

process.on('message', () => {
  // The histogram measures the time between two timers, so anything beyond the interval is delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const report: Monitored = {
    p95Ms: late(delays.percentile(95)),
    p99Ms: late(delays.percentile(99)),
    longestMs: late(delays.max),
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  }
  delays.reset()
  process.send?.(report)
})
// The channel must not keep the program alive on its own.
process.channel?.unref()
