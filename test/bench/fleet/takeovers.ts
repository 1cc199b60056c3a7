import { z } from 'zod'
import type { Database } from '../../../src/main/fleet/ledger/connect.ts'

/** Notes who takes an actor over from whom, and when: in the database, so that nothing is missed. */
const WATCH = `
CREATE TABLE bench_taken (actor_id text, before text, since timestamptz, at timestamptz DEFAULT clock_timestamp());
CREATE TABLE bench_silent (worker_id text, at timestamptz);
CREATE FUNCTION bench_note() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO bench_taken VALUES (OLD.actor_id, OLD.owner, OLD.taken_at); RETURN NULL; END $$;
CREATE TRIGGER bench_watch AFTER UPDATE ON fleet_actors FOR EACH ROW
  WHEN (OLD.owner IS NOT NULL AND NEW.fence > OLD.fence) EXECUTE FUNCTION bench_note();`

const Orphans = z.object({ count: z.number(), worst: z.number().nullable() })

export async function watchTakeovers(db: Database) {
  await db.run(WATCH)
  return {
    /** A worker has ended, or was suspended. */
    silent: (pid: number, atMs: number) =>
      db.run(`INSERT INTO bench_silent VALUES ($1, to_timestamp($2::float8 / 1000))`, [String(pid), atMs]),
    /**
     * How many actors of such workers others took, and the longest that one waited for it. A worker that was suspended works on for a
     * while: what it took then waits from its end.
     */
    async orphans(): Promise<{ readonly count: number; readonly worstS: number }> {
      const [row] = await db.rows(
        Orphans,
        `SELECT count(*) AS count, max(extract(epoch FROM t.at - s.at))::float8 AS worst
         FROM bench_taken t, LATERAL (
           SELECT min(at) AS at FROM bench_silent
           WHERE worker_id = t.before AND at < t.at AND at > t.since - interval '1 second') s
         WHERE s.at IS NOT NULL`,
      )
      return { count: row?.count ?? 0, worstS: row?.worst ?? 0 }
    },
  }
}
