import { hostname } from 'node:os'
import { HEARTBEAT_S, type Job, type Jobs } from '../jobs.ts'
import type { Database } from '../ledger/connect.ts'
import { workersOf } from '../ledger/workers.ts'

/** Workers that began together do not ask together for ever. */
const BETWEEN_MS = { least: 2250, most: 3750 } as const
export const MOST_BETWEEN_MS = BETWEEN_MS.most
/** When the server was away, all that live have said so again by then: a beat may wait its time out, and the next one comes a little later. */
export const STEADY_MS = 9000

interface LifePorts {
  /** For beats alone: nothing that takes long may hold them up. */
  readonly db: Database
  readonly jobs: Pick<Jobs, 'beat' | 'freeSilent'>
  readonly workerId: string
  readonly held: () => readonly Job[]
  /** What silent workers hold could not be looked at. */
  readonly onFault?: (error: unknown) => void
}

/** Says that this worker lives, and sees to it that others get what silent ones hold, until what it answers is called and awaited. */
export async function startLife({ db, jobs, workerId, held, onFault }: LifePorts): Promise<() => Promise<void>> {
  const workers = workersOf(db)
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> | null = null
  let looking: Promise<void> | null = null
  /** Since when it was heard of without a gap; null: the last time it was not. */
  let steadySince: number | null = null
  /** By the clock that goes on while the machine sleeps. */
  let heardAt = 0

  async function beat(): Promise<void> {
    const now = held()
    const both = [jobs.beat(now, db), workers.beat(workerId, hostname(), process.pid, now.length)]
    for (const said of await Promise.allSettled(both)) {
      if (said.status === 'fulfilled') continue
      steadySince = null
      throw said.reason
    }
    if (Date.now() - heardAt > HEARTBEAT_S * 1000) steadySince = null
    heardAt = Date.now()
    steadySince ??= performance.now()
  }

  /** Whoever could not be heard of itself takes nobody else for dead. */
  function look(): void {
    if (looking || steadySince === null || performance.now() - steadySince < STEADY_MS) return
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
  await beat()
  wait()
  return async () => {
    ended = true
    clearTimeout(timer)
    await underWay
    await looking
  }
}
