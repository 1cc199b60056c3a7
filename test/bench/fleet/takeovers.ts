import { z } from 'zod'
import type { Database } from '../../../src/main/fleet/ledger/connect.ts'

/**
 * Records in the database, so that nothing is missed, who takes an actor over from whom, when its job became free, and when the outcome of
 * its worker's requests was known.
 */
const WATCH = `
CREATE TABLE bench_taken (actor_id text, before text, since timestamptz, at timestamptz DEFAULT clock_timestamp());
CREATE TABLE bench_silent (worker_id text, at timestamptz);
CREATE TABLE bench_freed (actor_id text, due timestamptz, at timestamptz DEFAULT clock_timestamp());
CREATE TABLE bench_known (actor_id text, asked timestamptz, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION bench_note() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO bench_taken VALUES (OLD.actor_id, OLD.owner, OLD.taken_at); RETURN NULL; END $$;
CREATE TRIGGER bench_watch AFTER UPDATE ON fleet_actors FOR EACH ROW
  WHEN (NEW.fence > OLD.fence) EXECUTE FUNCTION bench_note();
CREATE FUNCTION bench_note_freed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO bench_freed VALUES (NEW.data->>'actorId', NEW.start_after); RETURN NULL; END $$;
CREATE TRIGGER bench_watch AFTER INSERT ON pgboss.job FOR EACH ROW
  WHEN (NEW.state = 'retry') EXECUTE FUNCTION bench_note_freed();
CREATE FUNCTION bench_note_known() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO bench_known VALUES (OLD.actor_id, OLD.asked_at); RETURN NULL; END $$;
CREATE TRIGGER bench_watch AFTER UPDATE ON fleet_calls FOR EACH ROW
  WHEN (OLD.state = 'asked' AND (NEW.state <> 'asked' OR NEW.asked_at > OLD.asked_at)) EXECUTE FUNCTION bench_note_known();`

const Moment = z.object({ what: z.string(), at: z.number() })

const Orphan = z.object({
  actor: z.string(),
  taken: z.number(),
  /** First and last time that its job became free, and how often. */
  freed: z.number().nullable(),
  freed_last: z.number().nullable(),
  due_last: z.number().nullable(),
  tries: z.number(),
  known: z.number().nullable(),
  /** Actors taken between the time its job became free and its own turn, and those among them that were taken for the first time. */
  others: z.number(),
  first: z.number(),
})
export type Orphan = z.infer<typeof Orphan>

export async function watchTakeovers(db: Database) {
  await db.run(WATCH)
  return {
    /** Records that a worker has ended or was suspended. */
    silent: (pid: number, atMs: number) =>
      db.run(`INSERT INTO bench_silent VALUES ($1, to_timestamp($2::float8 / 1000))`, [String(pid), atMs]),
    /** Returns the events of an actor and its workers, in ms since 1970. */
    historyOf: (actorId: string) =>
      db.rows(
        Moment,
        `WITH taken AS (SELECT * FROM bench_taken WHERE actor_id = $1)
         SELECT what, extract(epoch FROM at)::float8 * 1000 AS at FROM (
           SELECT 'taken from ' || coalesce(before, 'nobody') AS what, at FROM taken
           UNION ALL SELECT before || ' took it', since FROM taken WHERE before IS NOT NULL
           UNION ALL SELECT worker_id || ' silent', at FROM bench_silent WHERE worker_id IN (SELECT before FROM taken)
           UNION ALL SELECT 'free', at FROM bench_freed WHERE actor_id = $1
           UNION ALL SELECT 'a call of ' || to_char(asked, 'SS.MS') || ' is known or asked again', at FROM bench_known WHERE actor_id = $1) m ORDER BY at`,
        [actorId],
      ),
    /**
     * Returns the actors of such workers that others took over, slowest first, in seconds since the worker fell silent. A suspended worker
     * continues for a while after it resumes, so actors that it then took count from its end.
     */
    orphans: (): Promise<readonly Orphan[]> =>
      db.rows(
        Orphan,
        `SELECT t.actor_id AS actor, extract(epoch FROM t.at - s.at)::float8 AS taken,
           extract(epoch FROM f.first - s.at)::float8 AS freed, extract(epoch FROM f.last - s.at)::float8 AS freed_last,
           extract(epoch FROM f.due - s.at)::float8 AS due_last, f.tries, extract(epoch FROM k.at - s.at)::float8 AS known,
           o.others, o.first
         FROM bench_taken t, LATERAL (
           SELECT min(at) AS at FROM bench_silent
           WHERE worker_id = t.before AND at < t.at AND at > t.since - interval '1 second') s, LATERAL (
           SELECT min(at) AS first, max(at) AS last, max(due) AS due, count(*) AS tries FROM bench_freed
           WHERE actor_id = t.actor_id AND at BETWEEN s.at AND t.at) f, LATERAL (
           SELECT max(at) AS at FROM bench_known WHERE actor_id = t.actor_id AND asked < s.at AND at > t.at) k, LATERAL (
           SELECT count(*) AS others, count(*) FILTER (WHERE before IS NULL) AS first FROM bench_taken
           WHERE at > f.last AND at < t.at) o
         WHERE s.at IS NOT NULL ORDER BY taken DESC`,
      ),
  }
}
