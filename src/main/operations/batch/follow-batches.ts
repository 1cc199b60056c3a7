import type { Batches } from './batches.ts'
import { quietly } from './batches.ts'
import type { BatchContext } from './batch-context.ts'

/** Poll interval in milliseconds. A batch takes minutes at best and usually hours. */
const INTERVAL_MS = 60_000

export interface BatchFollower {
  /** Polls open batches until there are none. Does nothing when it is polling already. */
  follow(): void
  close(): Promise<void>
}

/** Continues open batches in the background while a window is open. */
export function followBatches(context: BatchContext, batches: Batches): BatchFollower {
  const leaving = new AbortController()
  let following: Promise<void> | null = null
  let complained = false

  async function once(): Promise<void> {
    try {
      await batches.advance(leaving.signal)
      complained = false
    } catch (error) {
      if (leaving.signal.aborted) return
      // Report only the first of several errors, or a night offline would produce hundreds.
      if (!complained) quietly(context, error)
      complained = true
    }
  }
  async function work(): Promise<void> {
    while (!leaving.signal.aborted && context.catalog.visionRequests.openBatches().length > 0) {
      await once()
      await pause(INTERVAL_MS, leaving.signal)
    }
  }
  return {
    follow() {
      following ??= work().finally(() => {
        following = null
      })
    },
    async close() {
      leaving.abort()
      await following
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
