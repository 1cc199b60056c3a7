import type { Job, Jobs } from '../jobs.ts'
import { actorsOf, type TakenActor } from '../ledger/actors.ts'
import type { Database } from '../ledger/connect.ts'

/** An actor whose turn it is; null: nothing of it is left to do. */
export interface Next {
  readonly job: Job
  readonly actor: TakenActor | null
}

/**
 * Makes a worker the owner of whatever waits first; null when nothing does, or the fleet is paused. One transaction: where the worker or
 * the server ends in the middle of it, the actor waits on as before, and nobody has to be found silent first. `begunOnly`: only what had
 * an owner before, which comes before all that was added with it.
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
      // Who has no room asks at every poll: nothing is written unless something was left.
      const first = await jobs.first(sql)
      if (first === null || !(await actors.isBegun(first))) return null
      await sql.run('SAVEPOINT before')
    }
    const job = await jobs.next(sql)
    if (job === null) return null
    // Another worker was first.
    if (begunOnly && !(await actors.isBegun(job))) {
      await sql.run('ROLLBACK TO before')
      return null
    }
    return { job, actor: await actors.take(job.runId, job.actorId, workerId) }
  })
