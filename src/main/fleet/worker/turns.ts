import { setTimeout as delay } from 'node:timers/promises'
import { EvencastError, messageOf } from '../../domain/error.ts'
import type { Job, Jobs } from '../jobs.ts'
import type { TakenActor } from '../ledger/actors.ts'
import type { Ledger } from '../ledger/index.ts'
import { takeNext } from './take-next.ts'

/** How an actor's turn ended: `again`, it is to be tried again by whoever comes; `lost`, it is another worker's. */
export type Ending = 'ended' | 'again' | 'lost'

interface TurnPorts {
  /** At once; half as many more where they are left by another worker. */
  readonly actors: number
  readonly jobs: Jobs
  readonly ledger: Ledger
  readonly workerId: string
  readonly workOn: (actor: TakenActor) => Promise<Ending>
  /** A turn has ended. */
  readonly onRoom: () => void
  readonly signal: AbortSignal
}

const UNREACHABLE_MS = 1000

export const isAway = (error: unknown): boolean => error instanceof EvencastError && error.code === 'UNAVAILABLE'

/** A worker's turns: each takes an actor that waits, works on it and gives it back. One that ends makes room for the next. */
export function createTurns({ actors, jobs, ledger, workerId, workOn, onRoom, signal }: TurnPorts) {
  // Where a worker dies, the others are full of what waited behind it.
  const most = actors + Math.ceil(actors / 2)
  const held = new Set<Job>()
  const running = new Set<Promise<void>>()
  const faults: unknown[] = []

  /** As soon as the server answers: until then it is held, and nobody else waits for it. */
  async function giveUp(job: Job, ending: Ending): Promise<void> {
    for (;;) {
      try {
        if (ending === 'ended') await jobs.done(job)
        else if (ending === 'again') await jobs.giveBack(job, 'not finished')
        return
      } catch (error) {
        if (signal.aborted || !isAway(error)) throw error
        await delay(UNREACHABLE_MS, undefined, { signal }).catch(() => {})
      }
    }
  }

  async function turn(job: Job, actor: TakenActor | null): Promise<void> {
    try {
      await giveUp(job, actor === null ? 'ended' : await workOn(actor))
    } catch (error) {
      faults.push(error)
      await jobs.giveBack(job, messageOf(error)).catch(() => {})
    } finally {
      held.delete(job)
    }
  }

  return {
    held: (): readonly Job[] => [...held],
    /**
     * False when nothing waits that there is room for, or the fleet is paused.
     *
     * @throws what a turn could not go on with.
     */
    async take(): Promise<boolean> {
      const [fault] = faults
      // A server that is away is waited for, and this would be for ever.
      if (isAway(fault)) throw new EvencastError('INTERNAL', messageOf(fault), { cause: fault })
      if (faults.length > 0) throw fault
      if (held.size >= most) return false
      const next = await takeNext(ledger.db, jobs, workerId, held.size >= actors)
      if (next === null) return false
      held.add(next.job)
      const taken = turn(next.job, next.actor).finally(() => {
        running.delete(taken)
        onRoom()
      })
      running.add(taken)
      return true
    },
    /** Nothing waits, and nobody is at work on anything that could come back. */
    isIdle: async (): Promise<boolean> =>
      running.size === 0 &&
      (await ledger.db.run(
        `SELECT 1 FROM fleet_actors a JOIN fleet_runs r USING (run_id)
         WHERE a.state = 'publishing' OR (a.state IN ('waiting', 'approved') AND r.state = 'running') LIMIT 1`,
      )) === 0,
    /** When all turns have ended. */
    async close(): Promise<void> {
      await Promise.all(running)
    },
  }
}
