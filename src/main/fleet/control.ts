import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { presetFor } from '../generation/replicate/presets.ts'
import { carrierOf, type Orders } from './carrier.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { ACTOR_STATES } from './ledger/actors.ts'
import { toMicros } from './ledger/calls.ts'
import { connect, type Database, type Sql } from './ledger/connect.ts'
import { readMoney } from './ledger/money.ts'
import { SCHEMA } from './ledger/schema.ts'
import { type Fleet, FleetSettings, readFleet } from './ledger/settings.ts'
import { workersOf } from './ledger/workers.ts'
import { openShared, type SharedOptions } from './store/open-shared.ts'
import { storedActors } from './store/check-out.ts'

/** An account's limits at an API: at once, and in a minute. Replicate allows 600 predictions and 3,000 other requests. */
export interface ApiLimits {
  readonly concurrency: number
  readonly createsPerMinute: number
  readonly othersPerMinute: number
}

export type Control = Awaited<ReturnType<typeof openControl>>

const PORTION = 1000

/** What a person asks of a fleet. Close it at the end. */
export async function openControl(address: string) {
  const db = await connect(address, 2)
  const orders: Orders = {
    /** Lets plans be carried out. */
    approve: (actorIds) =>
      requeue(
        db,
        `state = 'planned' AND ($1::text[] IS NULL OR actor_id = ANY($1))`,
        [actorIds === 'all' ? null : actorIds],
        'approved',
      ),
    pause: () => db.run('UPDATE fleet_budget SET paused = true'),
    /** Goes on, also with what stopped for want of money or could not be stored. */
    async resume(run) {
      await db.run('UPDATE fleet_budget SET paused = false')
      const state = `CASE WHEN plan IS NULL THEN 'waiting' ELSE 'approved' END`
      return requeue(db, `state = 'stopped' AND run_id = coalesce($1, run_id)`, [run], state)
    },
    /** Ends runs; whoever is at work on an actor loses it, unless it is being published. */
    cancel: (run) =>
      db.transaction(async (sql) => {
        const ofRun = 'run_id = coalesce($1, run_id)'
        await sql.run(`UPDATE fleet_runs SET state = 'cancelled' WHERE state = 'running' AND ${ofRun}`, [run])
        return sql.run(
          `UPDATE fleet_actors SET state = 'cancelled', fence = fence + 1, owner = NULL, changed_at = now()
           WHERE state IN ('waiting', 'planned', 'approved', 'stopped') AND ${ofRun}`,
          [run],
        )
      }),
  }
  return {
    ...orders,
    carrier: carrierOf(db, orders),
    /** Sets the fleet up, or changes what it was set up with. Throws BAD_INPUT for a store or a model that a fleet cannot build on. */
    async init(store: SharedOptions, settings: z.input<typeof FleetSettings>, limits: ApiLimits): Promise<Fleet> {
      const fleet = { store: store.url, settings: FleetSettings.parse(settings) }
      assertSeeded(fleet.settings)
      await openShared(store)
      await db.run(SCHEMA)
      const jobs = await openJobs(db, { supervise: false })
      await jobs.close()
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
    /** Puts actors of the store to work; `approve`: their plans are carried out without a person's word. Answers how many. */
    async start(
      options: Omit<SharedOptions, 'url'>,
      actorIds: readonly string[] | 'all',
      approve: boolean,
    ): Promise<{ runId: number; actors: number }> {
      const { store: url } = await readFleet(db)
      const shared = await openShared({ ...options, url })
      return withJobs(db, async (jobs) => {
        const [run] = await db.rows(
          z.object({ run_id: z.number() }),
          'INSERT INTO fleet_runs (approve) VALUES ($1) RETURNING run_id',
          [approve],
        )
        const runId = run?.run_id ?? 0
        let actors = 0
        let portion: string[] = []
        const put = async () => {
          const some = portion
          portion = []
          if (some.length > 0)
            await db.transaction(async (sql) => {
              const free = await takeFree(sql, runId, some)
              if (free.length > 0) await jobs.add(sql, runId, free)
              actors += free.length
            })
        }
        const wanted = actorIds === 'all' ? null : new Set(actorIds)
        for await (const actorId of storedActors(shared)) {
          if (wanted && !wanted.delete(actorId)) continue
          // Named ones wait for the end of the listing: none is started when one of them is unknown.
          if (portion.push(actorId) >= PORTION && !wanted) await put()
        }
        const [unknown] = wanted ?? []
        if (unknown !== undefined) throw new EvencastError('NOT_FOUND', `There is no actor “${unknown}” in ${url}.`)
        await put()
        return { runId, actors }
      })
    },
    /** Null: no limit. */
    setBudget: (limitUsd: number | null) =>
      db.run('UPDATE fleet_budget SET limit_usd = $1', [limitUsd === null ? null : toMicros(limitUsd)]),
    status: () => readStatus(db),
    workers: () => workersOf(db).list(),
    close: () => db.close(),
  }
}

const BUSY = `SELECT actor_id FROM fleet_actors JOIN fleet_runs r USING (run_id)
  WHERE fleet_actors.state = 'publishing' OR (r.state = 'running' AND fleet_actors.state IN ('waiting', 'planned', 'approved', 'stopped'))`

/** A request whose answer was lost is found again by its seed alone. */
function assertSeeded({ generator, replicateModel }: Fleet['settings']): void {
  if (generator !== 'replicate' || presetFor(replicateModel)?.fields?.seed !== null) return
  throw new EvencastError(
    'BAD_INPUT',
    `${replicateModel} takes no seed, so a fleet could pay twice for its images. Choose another model in Settings.`,
  )
}

/** Those of them that no other run is about, as actors of this one. One start at a time: two at once would pay for an actor twice. */
async function takeFree(sql: Sql, runId: number, actorIds: readonly string[]): Promise<readonly string[]> {
  await sql.run(`SELECT pg_advisory_xact_lock(hashtext('fleet start'))`)
  const rows = await sql.rows(
    z.object({ actor_id: z.string() }),
    `INSERT INTO fleet_actors (run_id, actor_id) SELECT $1, id FROM unnest($2::text[]) AS named (id) WHERE id NOT IN (${BUSY})
     ON CONFLICT DO NOTHING RETURNING actor_id`,
    [runId, actorIds],
  )
  return rows.map(({ actor_id }) => actor_id)
}

async function withJobs<T>(db: Database, work: (jobs: Jobs) => Promise<T>): Promise<T> {
  const jobs = await openJobs(db, { supervise: false })
  try {
    return await work(jobs)
  } finally {
    await jobs.close()
  }
}

/** Puts actors back to work in the transaction that changes their state. */
const requeue = (db: Database, where: string, values: readonly unknown[], state: string): Promise<number> =>
  withJobs(db, (jobs) =>
    db.transaction(async (sql) => {
      const next = /^\w+$/.test(state) ? `'${state}'` : state
      const rows = await sql.rows(
        z.object({ run_id: z.number(), actor_id: z.string() }),
        `UPDATE fleet_actors SET state = ${next}, note = NULL, changed_at = now() WHERE ${where} RETURNING run_id, actor_id`,
        values,
      )
      for (const [runId, some] of Map.groupBy(rows, ({ run_id }) => run_id))
        await jobs.add(
          sql,
          runId,
          some.map(({ actor_id }) => actor_id),
        )
      return rows.length
    }),
  )

const Actor = z.object({
  actor_id: z.string(),
  state: z.enum(ACTOR_STATES),
  deletions: z.number(),
  generations: z.number(),
  note: z.string().nullable(),
})
/** The newest run of every actor, and the money. */
async function readStatus(db: Database) {
  const actors = await db.rows(
    Actor,
    `SELECT DISTINCT ON (actor_id) actor_id, state, deletions, generations, note FROM fleet_actors ORDER BY actor_id, run_id DESC`,
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
