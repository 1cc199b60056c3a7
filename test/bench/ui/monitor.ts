/**
 * Loaded into the served process with `--import`: answers over the IPC channel how late its event loop ran since it was last asked,
 * and what it holds in memory. The program itself knows nothing of it.
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
  // The histogram counts from one timer to the next: what is beyond its interval is delay.
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
// The channel alone must not keep the program alive.
process.channel?.unref()
