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
 * the server ends in the middle of it, the actor waits on as before, and nobody has to be found silent first.
 */
export const takeNext = (db: Database, jobs: Pick<Jobs, 'next'>, workerId: string): Promise<Next | null> =>
  db.transaction(async (sql) => {
    if ((await sql.run('SELECT 1 FROM fleet_budget WHERE paused')) > 0) return null
    const job = await jobs.next(sql)
    return job && { job, actor: await actorsOf(sql).take(job.runId, job.actorId, workerId) }
  })
