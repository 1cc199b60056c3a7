import { setTimeout as delay } from 'node:timers/promises'
import { EvencastError, messageOf } from '../../domain/error.ts'
import type { Job, Jobs } from '../jobs.ts'
import type { TakenActor } from '../ledger/actors.ts'
import type { Ledger } from '../ledger/index.ts'
import { takeNext } from './take-next.ts'

/** The outcome of a turn. `again`: the actor is to be tried again by any worker; `lost`: it belongs to another worker. */
export type Ending = 'ended' | 'again' | 'lost'

interface TurnPorts {
  /** Actors at a time; half as many more when other workers left them behind. */
  readonly actors: number
  readonly jobs: Jobs
  readonly ledger: Ledger
  readonly workerId: string
  readonly workOn: (actor: TakenActor) => Promise<Ending>
  /** Called when a turn has ended. */
  readonly onRoom: () => void
  readonly signal: AbortSignal
}

const UNREACHABLE_MS = 1000

export const isAway = (error: unknown): boolean => error instanceof EvencastError && error.code === 'UNAVAILABLE'

/** Runs a worker's turns: each takes a waiting actor, works on it and returns its job. The end of a turn makes room for the next. */
export function createTurns({ actors, jobs, ledger, workerId, workOn, onRoom, signal }: TurnPorts) {
  // When a worker dies, the others are already full of actors that waited behind its own.
  const most = actors + Math.ceil(actors / 2)
  const held = new Set<Job>()
  const running = new Set<Promise<void>>()
  const faults: unknown[] = []

  /** Ends a job as soon as the server answers. Until then it stays held, and no other worker waits for it. */
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
     * Takes the next actor. Returns false when none waits that there is room for, or the fleet is paused. Throws the error that ended an
     * earlier turn.
     */
    async take(): Promise<boolean> {
      const [fault] = faults
      // UNAVAILABLE makes the caller wait for the server, which would never end here.
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
    /** Returns true when nothing waits, and no worker has an actor that could return to the queue. */
    isIdle: async (): Promise<boolean> =>
      running.size === 0 &&
      (await ledger.db.run(
        `SELECT 1 FROM fleet_actors a JOIN fleet_runs r USING (run_id)
         WHERE a.state = 'publishing' OR (a.state IN ('waiting', 'approved') AND r.state = 'running') LIMIT 1`,
      )) === 0,
    /** Waits until all turns have ended. */
    async close(): Promise<void> {
      await Promise.all(running)
    },
  }
}
