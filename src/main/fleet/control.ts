import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { presetFor } from '../generation/replicate/presets.ts'
import { carrierOf } from './carrier.ts'
import { openJobs } from './jobs.ts'
import { ACTOR_STATES } from './ledger/actors.ts'
import { toMicros } from './ledger/calls.ts'
import { connect, type Database } from './ledger/connect.ts'
import { readEvents } from './ledger/events.ts'
import { readMoney } from './ledger/money.ts'
import { SCHEMA } from './ledger/schema.ts'
import { assertCurrent, type Fleet, FleetSettings, readFleet } from './ledger/settings.ts'
import { workersOf } from './ledger/workers.ts'
import { addActors, addRun, ordersOf, withJobs } from './orders.ts'
import { openShared, type SharedOptions } from './store/open-shared.ts'
import { storedActors } from './store/check-out.ts'

/**
 * An account's limits at an API: concurrent requests, and requests per minute. Replicate allows 600 predictions and 3,000 other requests.
 */
export interface ApiLimits {
  readonly concurrency: number
  readonly createsPerMinute: number
  readonly othersPerMinute: number
}

export type Control = Awaited<ReturnType<typeof openControl>>

const PORTION = 1000

/** Opens the commands for a fleet. Close it at the end. `signal` aborts requests to the store. */
export async function openControl(address: string, signal?: AbortSignal) {
  const db = await connect(address, 2)
  const orders = ordersOf(db)
  return {
    ...orders,
    carrier: carrierOf(db, orders),
    /** Sets the fleet up, or changes its settings. Throws BAD_INPUT for a store or a model that a fleet cannot use. */
    async init(store: SharedOptions, settings: z.input<typeof FleetSettings>, limits: ApiLimits): Promise<Fleet> {
      const fleet = { store: store.url, settings: FleetSettings.parse(settings) }
      assertSeeded(fleet.settings)
      await openShared(store, signal)
      await db.run(SCHEMA)
      const jobs = await openJobs(db)
      await jobs.close()
      // Contents of another store have other keys.
      await db.run('DELETE FROM fleet_contents WHERE NOT EXISTS (SELECT 1 FROM fleet WHERE store = $1)', [fleet.store])
      await db.run(
        `INSERT INTO fleet (store, settings) VALUES ($1, $2)
         ON CONFLICT (one) DO UPDATE SET store = excluded.store, settings = excluded.settings`,
        [fleet.store, JSON.stringify(fleet.settings)],
      )
      const { concurrency, createsPerMinute, othersPerMinute } = limits
      await db.run(
        `INSERT INTO fleet_apis (api, concurrency, creates_per_minute, others_per_minute) VALUES ('replicate', $1, $2, $3)
         ON CONFLICT (api) DO UPDATE SET concurrency = $1, creates_per_minute = $2, others_per_minute = $3`,
        [concurrency, createsPerMinute, othersPerMinute],
      )
      return fleet
    },
    fleet: () => readFleet(db),
    /** Starts a run for actors of the store. `approve`: its plans run without approval. Returns the run's id and the number of actors. */
    async start(
      options: Omit<SharedOptions, 'url'>,
      actorIds: readonly string[] | 'all',
      approve: boolean,
    ): Promise<{ runId: number; actors: number }> {
      const { store: url } = await readFleet(db)
      const shared = await openShared({ ...options, url }, signal)
      return withJobs(db, async (jobs) => {
        const runId = await addRun(db, approve)
        let actors = 0
        let portion: string[] = []
        const put = async () => {
          const some = portion
          portion = []
          if (some.length > 0) actors += (await addActors(db, jobs, runId, some)).length
        }
        const wanted = actorIds === 'all' ? null : new Set(actorIds)
        for await (const actorId of storedActors(shared)) {
          if (wanted && !wanted.delete(actorId)) continue
          // Named actors wait for the end of the listing, so that none is started when one of them is unknown.
          if (portion.push(actorId) >= PORTION && !wanted) await put()
        }
        const [unknown] = wanted ?? []
        if (unknown !== undefined) throw new EvencastError('NOT_FOUND', `There is no actor “${unknown}” in ${url}.`)
        await put()
        return { runId, actors }
      })
    },
    /** Sets the budget; null removes the limit. */
    setBudget: (limitUsd: number | null) =>
      db.run('UPDATE fleet_budget SET limit_usd = $1', [limitUsd === null ? null : toMicros(limitUsd)]),
    status: () => readStatus(db),
    workers: () => workersOf(db).list(),
    /** Returns events, newest first. Throws BAD_INPUT for a fleet of an earlier version, which recorded none. */
    async events(most: number) {
      await assertCurrent(db)
      return readEvents(db, most)
    },
    close: () => db.close(),
  }
}

/** Throws BAD_INPUT for a model without seeds, because a request whose answer was lost can only be found again by its seed. */
function assertSeeded({ generator, replicateModel }: Fleet['settings']): void {
  if (generator !== 'replicate' || presetFor(replicateModel)?.fields?.seed !== null) return
  throw new EvencastError(
    'BAD_INPUT',
    `${replicateModel} takes no seed, so a fleet could pay twice for its images. Choose another model in Settings.`,
  )
}

const Actor = z.object({
  actor_id: z.string(),
  state: z.enum(ACTOR_STATES),
  deletions: z.number(),
  generations: z.number(),
  note: z.string().nullable(),
  plan: z.string().nullable(),
})
/** Returns the newest run of every actor, the budget and the workers. */
async function readStatus(db: Database) {
  const actors = await db.rows(
    Actor,
    `SELECT DISTINCT ON (actor_id) actor_id, state, deletions, generations, note,
       CASE WHEN state = 'planned' THEN md5(plan) END AS plan FROM fleet_actors ORDER BY actor_id, run_id DESC`,
  )
  return {
    actors,
    counts: Object.fromEntries(
      ACTOR_STATES.map((state) => [state, actors.filter((actor) => actor.state === state).length]),
    ),
    ...(await readMoney(db)),
    workers: await workersOf(db).list(),
  }
}
