import { z } from 'zod'
import type { Database } from './connect.ts'

const Worker = z.object({
  worker_id: z.string(),
  host: z.string(),
  pid: z.number(),
  actors: z.number(),
  quiet_s: z.number(),
})

const Steady = z.object({ steady: z.number() })

/**
 * Longer than the interval between two heartbeats of a living worker. Without any heartbeat for this long, the server or all workers were
 * down.
 */
export const GAP_S = 5

/** Seconds without a heartbeat after which a worker is no longer listed. */
const GONE_S = 60

export function workersOf(db: Database) {
  return {
    /** Records a heartbeat. Returns for how many seconds the server has received heartbeats of any worker without a gap. */
    async beat(workerId: string, host: string, pid: number, actors: number): Promise<number> {
      const [row] = await db.rows(
        Steady,
        `INSERT INTO fleet_workers AS w (worker_id, host, pid, actors, steady_since) VALUES ($1, $2, $3, $4,
           coalesce((SELECT min(steady_since) FROM fleet_workers WHERE seen_at > now() - interval '${GAP_S} seconds'), now()))
         ON CONFLICT (worker_id) DO UPDATE SET seen_at = now(), actors = $4, steady_since = excluded.steady_since
         RETURNING extract(epoch FROM now() - steady_since)::float8 AS steady`,
        [workerId, host, pid, actors],
      )
      return row?.steady ?? 0
    },
    /** Deletes workers that were killed. One that returns is added again by its next heartbeat. */
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
