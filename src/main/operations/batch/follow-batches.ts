import type { Batches } from './batches.ts'
import { quietly } from './batches.ts'
import type { BatchContext } from './batch-context.ts'

/** A batch takes minutes at best and hours as a rule. */
const INTERVAL_MS = 60_000

export interface BatchFollower {
  /** Looks after batches from now on, as long as there are any; harmless when it does already. */
  follow(): void
  close(): Promise<void>
}

/** Picks batches up by itself while somebody has a window open. */
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
      // Offline overnight would say it a thousand times.
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
