import { z } from 'zod'
import { approvedMeanwhile, type FleetLink } from '../runs/fleet-link.ts'
import { carrierOf } from './carrier.ts'
import { toMicros } from './ledger/calls.ts'
import { connect, BOUNDED } from './ledger/connect.ts'
import { readFleet } from './ledger/settings.ts'
import { addActors, addRun, ordersOf, withJobs } from './orders.ts'
import { watchFleet } from './watch.ts'

const PORTION = 1000
const Planned = z.object({ actor_id: z.string(), plan: z.string() })

/**
 * Connects to a fleet. Throws NOT_FOUND when no fleet was set up, BAD_INPUT for an address that is refused, and UNAVAILABLE when it does
 * not answer.
 */
export async function openLink(address: string): Promise<FleetLink> {
  const db = await connect(address, 2, BOUNDED)
  const { store, settings } = await readFleet(db).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  const { postTimeoutMs: _, ...inForce } = settings
  const drop = (actorIds: readonly string[], states: readonly string[]): Promise<number> =>
    db.run(
      `UPDATE fleet_actors a SET state = 'cancelled', fence = fence + 1, owner = NULL, changed_at = now() FROM fleet_runs r
       WHERE r.run_id = a.run_id AND NOT approve AND actor_id = ANY($1) AND a.state = ANY($2)`,
      [actorIds, states],
    )
  return {
    store,
    settings: { ...inForce, evaluator: 'local' },
    carrier: carrierOf(db, ordersOf(db), 'carried out'),
    async plan(actorIds) {
      await drop(actorIds, ['planned'])
      const run = await addRun(db, false)
      const taken: string[] = []
      await withJobs(db, async (jobs) => {
        for (let from = 0; from < actorIds.length; from += PORTION)
          taken.push(...(await addActors(db, jobs, run, actorIds.slice(from, from + PORTION))))
      })
      return { run, actorIds: taken }
    },
    async plans(actorIds) {
      const rows = await db.rows(
        Planned,
        `SELECT actor_id, plan FROM fleet_actors WHERE state = 'planned' AND actor_id = ANY($1)`,
        [actorIds],
      )
      return new Map(rows.map(({ actor_id, plan }) => [actor_id, plan]))
    },
    async changePlan(actorId, { text, fingerprint, deletions, generations, estimatedUsd }) {
      const changed = await db.run(
        `UPDATE fleet_actors SET plan = $2, plan_fingerprint = $3, deletions = $4, generations = $5, estimated = $6, changed_at = now()
         WHERE actor_id = $1 AND state = 'planned'`,
        [actorId, text, fingerprint, deletions, generations, toMicros(estimatedUsd)],
      )
      if (changed === 0) throw approvedMeanwhile(actorId)
    },
    drop: (actorIds) => drop(actorIds, ['waiting', 'planned']),
    watch: (signal) => watchFleet(address, signal),
    close: () => db.close(),
  }
}
