import { hostname } from 'node:os'
import type { Job, Jobs } from '../jobs.ts'
import type { Database } from '../ledger/connect.ts'
import { workersOf } from '../ledger/workers.ts'

/** Workers that began together do not ask together for ever. */
const BETWEEN_MS = { least: 1300, most: 1900 } as const
export const MOST_BETWEEN_MS = BETWEEN_MS.most
/** When the server was away, all that live have said so again by then: a beat may wait its time out, and the next one comes a little later. */
export const STEADY_S = 4

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

  /** Answers for how long the server has heard of workers. */
  async function beat(): Promise<number> {
    const now = held()
    const both = [workers.beat(workerId, hostname(), process.pid, now.length), jobs.beat(now, db)] as const
    // Neither is left under way.
    await Promise.allSettled(both)
    const [steadyS] = await Promise.all(both)
    return steadyS
  }

  /** After an outage nobody is taken for dead before all have had the time to be heard of again. */
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
