import type { Job, Jobs } from '../jobs.ts'
import { actorsOf, type TakenActor } from '../ledger/actors.ts'
import type { Database } from '../ledger/connect.ts'

/** The next actor; null when nothing is left to do for it. */
export interface Next {
  readonly job: Job
  readonly actor: TakenActor | null
}

/**
 * Makes a worker the owner of the first waiting actor; null when none waits, or the fleet is paused. It is one transaction: when the worker
 * or the server stops in the middle of it, the actor still waits, and no time-out has to pass first. `begunOnly`: only actors that had an
 * owner before, which come before all that were added with them.
 */
export const takeNext = (
  db: Database,
  jobs: Pick<Jobs, 'first' | 'next'>,
  workerId: string,
  begunOnly = false,
): Promise<Next | null> =>
  db.transaction(async (sql) => {
    if ((await sql.run('SELECT 1 FROM fleet_budget WHERE paused')) > 0) return null
    const actors = actorsOf(sql)
    if (begunOnly) {
      // A full worker calls this at every poll, so nothing is written unless an actor was left behind.
      const first = await jobs.first(sql)
      if (first === null || !(await actors.isBegun(first))) return null
      await sql.run('SAVEPOINT before')
    }
    const job = await jobs.next(sql)
    if (job === null) return null
    // Another worker was faster.
    if (begunOnly && !(await actors.isBegun(job))) {
      await sql.run('ROLLBACK TO before')
      return null
    }
    return { job, actor: await actors.take(job.runId, job.actorId, workerId) }
  })
