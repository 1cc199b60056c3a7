import { z } from 'zod'
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

export function workersOf(db: Database) {
  return {
    beat: (workerId: string, host: string, pid: number, actors: number) =>
      db.run(
        `INSERT INTO fleet_workers (worker_id, host, pid, actors) VALUES ($1, $2, $3, $4)
         ON CONFLICT (worker_id) DO UPDATE SET seen_at = now(), actors = $4`,
        [workerId, host, pid, actors],
      ),
    /** Those that were killed; whichever comes back after all is heard of again. */
    forgetGone: () => db.run(`DELETE FROM fleet_workers WHERE seen_at < now() - interval '1 hour'`),
    left: (workerId: string) => db.run('DELETE FROM fleet_workers WHERE worker_id = $1', [workerId]),
    list: () =>
      db.rows(
        Worker,
        `SELECT worker_id, host, pid, actors, extract(epoch FROM now() - seen_at)::float8 AS quiet_s FROM fleet_workers
         WHERE seen_at > now() - interval '${GONE_S} seconds' ORDER BY worker_id`,
      ),
  }
}
