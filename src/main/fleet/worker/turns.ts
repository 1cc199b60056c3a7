import { messageOf } from '../../domain/error.ts'
import type { Job, Jobs } from '../jobs.ts'
import type { TakenActor } from '../ledger/actors.ts'
import type { Owned } from '../ledger/calls.ts'
import type { Ledger } from '../ledger/index.ts'
import { type BatchPorts, workOnBatch } from './batch.ts'

interface TurnPorts {
  readonly actors: number
  readonly jobs: Jobs
  readonly ledger: Ledger
  readonly workerId: string
  /** What this worker may pay for: filled and emptied here. */
  readonly owned: Map<string, Owned>
  readonly batch: BatchPorts
}

/** A worker's turns: some actors that wait, taken, worked on and given back. */
export function createTurns({ actors, jobs, ledger, workerId, owned, batch }: TurnPorts) {
  const held = new Set<Job>()
  const any = async (text: string): Promise<boolean> => (await ledger.db.run(text)) > 0

  async function workOn(fetched: readonly Job[]): Promise<void> {
    const taken = new Map<Job, TakenActor>()
    for (const job of fetched) {
      const actor = await ledger.actors.take(job.runId, job.actorId, workerId)
      if (actor) taken.set(job, actor)
      else await jobs.done(job)
    }
    if (taken.size === 0) return
    for (const actor of taken.values()) owned.set(actor.actorId, actor)
    const endings = await workOnBatch(batch, [...taken.values()])
    for (const [job, { actorId }] of taken) {
      const ending = endings.get(actorId)
      if (ending === 'ended') await jobs.done(job)
      else if (ending === 'again') await jobs.giveBack(job, 'not finished')
    }
  }

  return {
    beat: () => jobs.beat([...held]),
    /** False when nothing waits, or the fleet is paused. */
    async take(): Promise<boolean> {
      if (await any('SELECT 1 FROM fleet_budget WHERE paused')) return false
      const fetched = await jobs.fetch(actors)
      for (const job of fetched) held.add(job)
      try {
        await workOn(fetched)
      } catch (error) {
        for (const job of held) await jobs.giveBack(job, messageOf(error)).catch(() => {})
        throw error
      } finally {
        held.clear()
        owned.clear()
      }
      return fetched.length > 0
    },
    /** Nothing waits, and nobody is at work on anything that could come back. */
    isIdle: async (): Promise<boolean> =>
      !(await any(
        `SELECT 1 FROM fleet_actors a JOIN fleet_runs r USING (run_id)
         WHERE a.state = 'publishing' OR (a.state IN ('waiting', 'approved') AND r.state = 'running') LIMIT 1`,
      )),
  }
}
