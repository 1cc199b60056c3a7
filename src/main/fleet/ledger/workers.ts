import { z } from 'zod'
import { HEARTBEAT_S } from '../jobs.ts'
import type { Database } from './connect.ts'

const Worker = z.object({
  worker_id: z.string(),
  host: z.string(),
  pid: z.number(),
  actors: z.number(),
  quiet_s: z.number(),
})

/** A worker that was not heard of for this long is no longer listed. */
const GONE_S = 60
/** By then somebody has looked at what a silent worker held, unless all were away. */
const LOOKED_AFTER_S = 40

export function workersOf(db: Database) {
  return {
    beat: (workerId: string, host: string, pid: number, actors: number) =>
      db.run(
        `INSERT INTO fleet_workers (worker_id, host, pid, actors) VALUES ($1, $2, $3, $4)
         ON CONFLICT (worker_id) DO UPDATE SET seen_at = now(), actors = $4`,
        [workerId, host, pid, actors],
      ),
    /** One was heard of until so long ago that it has just lost its actors. */
    isAnySilent: async (): Promise<boolean> =>
      (await db.run(
        `SELECT 1 FROM fleet_workers WHERE seen_at BETWEEN now() - interval '${LOOKED_AFTER_S} seconds' AND now() - interval '${HEARTBEAT_S} seconds' LIMIT 1`,
      )) > 0,
    left: (workerId: string) => db.run('DELETE FROM fleet_workers WHERE worker_id = $1', [workerId]),
    list: () =>
      db.rows(
        Worker,
        `SELECT worker_id, host, pid, actors, extract(epoch FROM now() - seen_at)::float8 AS quiet_s FROM fleet_workers
         WHERE seen_at > now() - interval '${GONE_S} seconds' ORDER BY worker_id`,
      ),
  }
}
