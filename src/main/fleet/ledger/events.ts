import { z } from 'zod'
import type { FleetEventView } from '../../contract/fleet.ts'
import { FLEET_EVENTS } from '../../domain/fleet-event.ts'
import { MICRO_USD } from './calls.ts'
import type { Sql } from './connect.ts'

const Row = z.object({
  event_id: z.number(),
  at: z.date(),
  kind: z.enum(FLEET_EVENTS),
  run_id: z.number().nullable(),
  actor_id: z.string().nullable(),
  actors: z.number(),
  who: z.string().nullable(),
  cost: z.number().nullable(),
  note: z.string().nullable(),
})

/** Returns events, newest first; none when an earlier version has set the fleet up. */
export async function readEvents(sql: Sql, most: number): Promise<readonly FleetEventView[]> {
  if ((await sql.run(`SELECT 1 WHERE to_regclass('fleet_events') IS NOT NULL`)) === 0) return []
  const rows = await sql.rows(Row, 'SELECT * FROM fleet_events ORDER BY event_id DESC LIMIT $1', [most])
  return rows.map(({ event_id, at, run_id, actor_id, cost, ...event }) => ({
    ...event,
    id: event_id,
    at: at.toISOString(),
    run: run_id,
    actorId: actor_id,
    usd: cost === null ? null : cost / MICRO_USD,
  }))
}
