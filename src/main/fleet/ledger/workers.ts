import { z } from 'zod'
import type { Measured } from '../../domain/measures.ts'
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

const Stored = z.object({ sha256: z.string(), measured: z.custom<Measured>((value) => value !== null) })

/** What pixels were measured to be, by content: no image is measured twice in the fleet. */
export function sharedMeasures(db: Database) {
  return {
    of: (evaluator: string, sha256s: readonly string[]) =>
      db.rows(Stored, 'SELECT sha256, measured FROM fleet_measures WHERE evaluator = $1 AND sha256 = ANY($2)', [
        evaluator,
        sha256s,
      ]),
    async put(evaluator: string, all: readonly { readonly sha256: string; readonly measured: Measured }[]) {
      if (all.length === 0) return
      await db.run(
        `INSERT INTO fleet_measures SELECT m->>'sha256', $1, m->'measured' FROM jsonb_array_elements($2::jsonb) m
         ON CONFLICT DO NOTHING`,
        [evaluator, JSON.stringify(all)],
      )
    },
  }
}
