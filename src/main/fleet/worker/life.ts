import { hostname } from 'node:os'
import type { Job, Jobs } from '../jobs.ts'
import type { Database } from '../ledger/connect.ts'
import { workersOf } from '../ledger/workers.ts'

/** Interval between two heartbeats, random so that workers that were started together do not stay synchronous. */
const BETWEEN_MS = { least: 1300, most: 1900 } as const
export const MOST_BETWEEN_MS = BETWEEN_MS.most
/**
 * Seconds after which all living workers have sent a heartbeat again after an outage of the server: one may time out, and the next comes a
 * little later.
 */
export const STEADY_S = 4

interface LifePorts {
  /** Connections for heartbeats only, so that no slow statement delays them. */
  readonly db: Database
  readonly jobs: Pick<Jobs, 'beat' | 'freeSilent'>
  readonly workerId: string
  readonly held: () => readonly Job[]
  /** Called when the jobs of silent workers could not be checked. */
  readonly onFault?: (error: unknown) => void
}

/** Sends heartbeats, and frees jobs of silent workers, until the returned function is called and awaited. */
export async function startLife({ db, jobs, workerId, held, onFault }: LifePorts): Promise<() => Promise<void>> {
  const workers = workersOf(db)
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> | null = null
  let looking: Promise<void> | null = null

  /** Sends a heartbeat. Returns for how many seconds the server has received heartbeats without a gap. */
  async function beat(): Promise<number> {
    const now = held()
    const both = [workers.beat(workerId, hostname(), process.pid, now.length), jobs.beat(now, db)] as const
    // Wait for both, so that neither is left in progress when the other fails.
    await Promise.allSettled(both)
    const [steadyS] = await Promise.all(both)
    return steadyS
  }

  /** Frees jobs of silent workers. After an outage it waits until all workers have had the time to send a heartbeat. */
  function look(steadyS: number): void {
    if (looking || steadyS < STEADY_S) return
    looking = jobs
      .freeSilent()
      .catch((error: unknown) => onFault?.(error))
      .finally(() => (looking = null))
  }

  async function again(): Promise<void> {
    await beat().then(look, () => {})
    if (!ended) wait()
  }

  function wait(): void {
    const { least, most } = BETWEEN_MS
    timer = setTimeout(
      () => {
        underWay = again()
      },
      least + Math.random() * (most - least),
    )
  }

  await workers.forgetGone()
  look(await beat())
  wait()
  return async () => {
    ended = true
    clearTimeout(timer)
    await underWay
    await looking
  }
}
