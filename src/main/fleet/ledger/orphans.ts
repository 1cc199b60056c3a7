import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { type Call, NOTE_CREATED } from './calls.ts'
import type { Database, Sql } from './connect.ts'

/** Lists a service's predictions since a time: their ids by seed. */
export type Scan = (sinceMs: number, signal: AbortSignal) => Promise<ReadonlyMap<number, string>>

const LOOK_AGAIN_MS = 500
/**
 * Added to the time-out, because a request may be sent up to a second after its intent was read (`paid-gate.ts`), and a service's list may
 * lag behind.
 */
const LAG_MS = 5000
/**
 * Seconds of silence after which a worker reading a list loses its lock; it sends several signs of life within that time, however long the
 * list is.
 */
const SILENT_S = 30
const SIGNS = 5

const Standing = z.object({ external_id: z.string().nullable(), due_ms: z.number(), settled: z.boolean() })

/**
 * Resolves requests whose answer was not recorded. A request may arrive until its time-out is over; after that, one reading of the
 * service's list by one worker settles all of them.
 */
export function orphansOf(
  db: Database,
  {
    api,
    postTimeoutMs,
    silentS = SILENT_S,
  }: { readonly api: string; readonly postTimeoutMs: number; readonly silentS?: number },
) {
  const graceS = (postTimeoutMs + LAG_MS) / 1000
  // Uses the time of the newest request without a living owner, so that one reading is late enough for all.
  const standing = `SELECT c.external_id,
      extract(epoch FROM greatest(c.asked_at, l.last) + $2 * interval '1 second' - clock_timestamp())::float8 * 1000 AS due_ms,
      p.scanned_at > c.asked_at + $2 * interval '1 second' AS settled
    FROM fleet_calls c JOIN fleet_apis p ON p.api = c.api,
      LATERAL (SELECT max(o.asked_at) AS last FROM fleet_calls o JOIN fleet_actors a USING (run_id, actor_id)
               WHERE o.api = c.api AND o.state = 'asked' AND o.fence < a.fence) l
    WHERE c.key = $1`

  /** Reads the service's list once. Returns false when another worker is reading it. */
  const readOnce = (scan: Scan, signal: AbortSignal): Promise<boolean> =>
    db.transaction(async (sql) => {
      const [lock] = await sql.rows(
        z.object({ mine: z.boolean() }),
        `SELECT pg_try_advisory_xact_lock(hashtext('fleet scan ' || $1)) AS mine`,
        [api],
      )
      if (!lock?.mine) return false
      const asked = await sql.rows(
        z.object({ key: z.string(), seed: z.number(), age_ms: z.number(), begun: z.date() }),
        `SELECT key, seed, clock_timestamp() AS begun, extract(epoch FROM clock_timestamp() - asked_at)::float8 * 1000 AS age_ms
         FROM fleet_calls WHERE api = $1 AND state = 'asked'`,
        [api],
      )
      const [first] = asked
      if (!first) return true
      const sinceMs = Date.now() - Math.max(...asked.map(({ age_ms }) => age_ms))
      const found = await awake(sql, (silentS * 1000) / SIGNS, () => scan(sinceMs, signal))
      // The limits are locked before the budget, in the same order as in a reservation.
      await sql.run('UPDATE fleet_apis SET scanned_at = $2, scans = scans + 1 WHERE api = $1', [api, first.begun])
      const arrived = asked.flatMap(({ key, seed }) => {
        const id = found.get(seed)
        return id === undefined ? [] : [{ key, id }]
      })
      await sql.run(NOTE_CREATED, [arrived.map(({ key }) => key), arrived.map(({ id }) => id)])
      return true
    }, silentS)

  const LEFT = `c.api = $1 AND c.state = 'asked' AND EXISTS (
    SELECT 1 FROM fleet_runs r WHERE r.run_id = c.run_id AND r.state = 'cancelled')`

  return {
    /** Settles requests of cancelled runs: those that arrived count as spent, the reservations of the others are released. */
    async settleCancelled(scan: Scan, signal: AbortSignal): Promise<void> {
      const left = await db.run(
        `SELECT 1 FROM fleet_calls c WHERE ${LEFT} AND c.asked_at + $2 * interval '1 second' < clock_timestamp() LIMIT 1`,
        [api, graceS],
      )
      if (left === 0 || !(await readOnce(scan, signal))) return
      await db.run(
        `WITH call AS (
           DELETE FROM fleet_calls c USING fleet_apis p
           WHERE ${LEFT} AND p.api = c.api AND p.scanned_at > c.asked_at + $2 * interval '1 second' RETURNING c.price)
         UPDATE fleet_budget SET reserved = reserved - freed.price
         FROM (SELECT sum(price)::bigint AS price FROM call HAVING count(*) > 0) freed`,
        [api, graceS],
      )
    },
    /** Waits for the prediction's id; null when the request never arrived and may be repeated. */
    async resolve({ key }: Pick<Call, 'key'>, scan: Scan, signal: AbortSignal): Promise<string | null> {
      for (;;) {
        signal.throwIfAborted()
        const [now] = await db.rows(Standing, standing, [key, graceS])
        if (!now || now.external_id !== null) return now?.external_id ?? null
        if (now.settled) return null
        if (now.due_ms > 0) await delay(Math.min(now.due_ms, LOOK_AGAIN_MS), undefined, { signal })
        else if (!(await readOnce(scan, signal))) await delay(LOOK_AGAIN_MS, undefined, { signal })
      }
    },
  }
}

/** Keeps a transaction alive during long work, because the server ends idle ones. */
async function awake<T>(sql: Sql, everyMs: number, work: () => Promise<T>): Promise<T> {
  // When the connection is lost, the next statement throws.
  const signs = setInterval(() => void sql.run('SELECT 1').catch(() => {}), everyMs)
  try {
    return await work()
  } finally {
    clearInterval(signs)
  }
}
