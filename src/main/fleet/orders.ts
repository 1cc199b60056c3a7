import { z } from 'zod'
import type { Orders, WaitingPlan } from './carrier.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { MICRO_USD } from './ledger/calls.ts'
import type { Database, Sql } from './ledger/connect.ts'

/** Selects actors of unfinished runs. */
const BUSY = `SELECT actor_id FROM fleet_actors JOIN fleet_runs r USING (run_id)
  WHERE fleet_actors.state = 'publishing' OR (r.state = 'running' AND fleet_actors.state IN ('waiting', 'planned', 'approved', 'stopped'))`

const Waiting = z.object({
  actorId: z.string(),
  plan: z.string(),
  deletions: z.number(),
  generations: z.number(),
  estimated: z.number(),
})

export const ordersOf = (db: Database): Orders => ({
  approve: (actorIds, reviewed) => approve(db, actorIds, reviewed),
  async approveShown(plans) {
    const approved = await approve(db, [...plans.keys()], plans)
    const others = await notApproved(db, plans)
    const those = (ended: boolean) =>
      others.filter(({ cancelled }) => cancelled === ended).map(({ actorId }) => actorId)
    return { approved, changed: those(false), cancelled: those(true) }
  },
  planned: (actorIds) => planned(db, actorIds),
  async others(actorIds, reviewed) {
    const named = actorIds === 'all' ? null : new Set(actorIds)
    const wanted = new Map([...reviewed].filter(([actorId]) => named?.has(actorId) ?? true))
    const again = (await notApproved(db, wanted)).filter(({ waits }) => waits)
    return [...new Set([...(await planned(db, actorIds)), ...again].map(({ actorId }) => actorId))]
  },
  pause: () => db.run('UPDATE fleet_budget SET paused = true'),
  /** Resumes runs, including actors that stopped at the budget or could not be stored. */
  async resume(run) {
    await db.run('UPDATE fleet_budget SET paused = false')
    const state = `CASE WHEN plan IS NULL THEN 'waiting' ELSE 'approved' END`
    return requeue(db, `state = 'stopped' AND run_id = coalesce($1, run_id)`, [run], state)
  },
  /** Cancels runs. A worker loses its actor, unless the actor is being published. */
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
})

/** Approves plans, so that they are run. */
const approve = (
  db: Database,
  actorIds: readonly string[] | 'all',
  reviewed?: ReadonlyMap<string, string>,
): Promise<number> =>
  requeue(
    db,
    `state = 'planned' AND ($1::text[] IS NULL OR actor_id = ANY($1)) AND ($2::text[] IS NULL OR actor_id || ' ' || md5(plan) = ANY($2))`,
    [actorIds === 'all' ? null : actorIds, reviewed ? [...reviewed].map((each) => each.join(' ')) : null],
    'approved',
  )

async function planned(db: Database, actorIds: readonly string[] | 'all'): Promise<readonly WaitingPlan[]> {
  const rows = await db.rows(
    Waiting,
    `SELECT actor_id AS "actorId", md5(plan) AS plan, deletions, generations, estimated FROM fleet_actors
     WHERE state = 'planned' AND ($1::text[] IS NULL OR actor_id = ANY($1)) ORDER BY actor_id`,
    [actorIds === 'all' ? null : actorIds],
  )
  return rows.map(({ estimated, ...plan }) => ({ ...plan, estimatedUsd: estimated / MICRO_USD }))
}

const NotApproved = z.object({ actorId: z.string(), waits: z.boolean(), cancelled: z.boolean() })

/**
 * Returns those of these plans that were not approved. `waits`: the actor is being planned again, or its new plan waits. `cancelled`: the
 * actor was cancelled and has no newer run.
 */
const notApproved = (db: Database, plans: ReadonlyMap<string, string>) =>
  db.rows(
    NotApproved,
    `SELECT id AS "actorId", EXISTS (
       SELECT 1 FROM fleet_actors a JOIN fleet_runs r USING (run_id)
       WHERE a.actor_id = id AND r.state = 'running' AND a.state IN ('waiting', 'planned')) AS waits,
       coalesce((SELECT a.state = 'cancelled' FROM fleet_actors a WHERE a.actor_id = id ORDER BY run_id DESC LIMIT 1), false) AS cancelled
     FROM unnest($1::text[], $2::text[]) AS shown (id, plan)
     WHERE (id, plan) NOT IN (
       SELECT actor_id, md5(a.plan) FROM fleet_actors a
       WHERE a.plan IS NOT NULL AND actor_id = ANY($1) AND state NOT IN ('waiting', 'planned', 'cancelled'))
     ORDER BY id`,
    [[...plans.keys()], [...plans.values()]],
  )

/** Adds an empty run and returns its id. `approve`: its plans run without approval. */
export async function addRun(db: Database, approve: boolean): Promise<number> {
  const [run] = await db.rows(
    z.object({ run_id: z.number() }),
    'INSERT INTO fleet_runs (approve) VALUES ($1) RETURNING run_id',
    [approve],
  )
  return run?.run_id ?? 0
}

/** Adds those of these actors that belong to no other unfinished run. Returns their ids. */
export const addActors = (db: Database, jobs: Jobs, runId: number, actorIds: readonly string[]) =>
  db.transaction(async (sql) => {
    const free = await takeFree(sql, runId, actorIds)
    if (free.length > 0) await jobs.add(sql, runId, free)
    return free
  })

/**
 * Inserts the actors that belong to no other unfinished run. Runs one start at a time, because two at once would pay for an actor twice.
 */
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

export async function withJobs<T>(db: Database, work: (jobs: Jobs) => Promise<T>): Promise<T> {
  const jobs = await openJobs(db)
  try {
    return await work(jobs)
  } finally {
    await jobs.close()
  }
}

/** Returns actors to the queue in the transaction that changes their state. Their former owner is removed, so any worker may take them. */
const requeue = (db: Database, where: string, values: readonly unknown[], state: string): Promise<number> =>
  withJobs(db, (jobs) =>
    db.transaction(async (sql) => {
      const next = /^\w+$/.test(state) ? `'${state}'` : state
      const rows = await sql.rows(
        z.object({ run_id: z.number(), actor_id: z.string() }),
        `UPDATE fleet_actors SET state = ${next}, owner = NULL, note = NULL, changed_at = now() WHERE ${where} RETURNING run_id, actor_id`,
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
