import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { type Jobs, openJobs } from '../../src/main/fleet/jobs.ts'
import { actorsOf } from '../../src/main/fleet/ledger/actors.ts'
import { connect, type Database } from '../../src/main/fleet/ledger/connect.ts'
import { SCHEMA } from '../../src/main/fleet/ledger/schema.ts'
import { GAP_S, workersOf } from '../../src/main/fleet/ledger/workers.ts'
import { ordersOf } from '../../src/main/fleet/orders.ts'
import { startLife } from '../../src/main/fleet/worker/life.ts'
import { takeNext } from '../../src/main/fleet/worker/take-next.ts'
import { noPostgres, type Postgres, startPostgres } from '../support/postgres/server.ts'

const why = await noPostgres()
if (why !== null) console.warn(`SKIPPED: the fleet's jobs: PostgreSQL ${why}`)

let postgres: Postgres
let address: string
let db: Database
let jobs: Jobs
beforeAll(async () => {
  if (why === null) postgres = await startPostgres()
})
beforeEach(async () => {
  if (why !== null) return
  address = await postgres.database()
  db = await connect(address)
  onTestFinished(() => db.close())
  await db.run(SCHEMA)
  await db.run('INSERT INTO fleet_runs (approve) VALUES (true)')
  const actorIds = ['actor_1', 'actor_2', 'actor_3']
  await db.run('INSERT INTO fleet_actors (run_id, actor_id) SELECT 1, unnest($1::text[])', [actorIds])
  jobs = await openJobs(db)
  onTestFinished(() => jobs.close())
  await db.transaction((sql) => jobs.add(sql, 1, actorIds))
})
afterAll(async () => {
  await postgres?.stop()
})

const take = async (workerId: string) => (await takeNext(db, jobs, workerId))?.actor
const waiting = () => db.run(`SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= now()`)

describe.skipIf(why !== null)(`the fleet's jobs${why === null ? '' : ` (${why})`}`, () => {
  test('what a silent worker held is free for others at once, in the turn that it had', async () => {
    expect(await take('dead')).toMatchObject({ actorId: 'actor_1', fence: 1 })
    expect(await take('alive')).toMatchObject({ actorId: 'actor_2' })
    await db.run(
      `INSERT INTO fleet_workers (worker_id, host, pid, seen_at) VALUES ('dead', 'there', 1, now() - interval '11 seconds')`,
    )
    await db.run(
      `UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds' WHERE data->>'actorId' = 'actor_1'`,
    )
    expect(await waiting()).toBe(1)
    await jobs.freeSilent()
    expect(await waiting()).toBe(2)
    expect(await take('alive')).toMatchObject({ actorId: 'actor_1', fence: 2 })
  })

  test('the death of a worker that held nothing makes nobody look, and wakes nobody', async () => {
    expect(await take('alive')).toMatchObject({ actorId: 'actor_1' })
    await db.run(
      `INSERT INTO fleet_workers (worker_id, host, pid, seen_at) VALUES ('dead', 'there', 1, now() - interval '15 seconds')`,
    )
    let notices = 0
    onTestFinished(await db.listen('fleet', () => void (notices += 1)))
    const looked = () => db.run(`SELECT 1 FROM pgboss.queue WHERE name = 'fleet-actors' AND monitor_on IS NOT NULL`)
    const since = notices
    await jobs.freeSilent()
    await db.run('NOTIFY fleet')
    await expect.poll(() => notices).toBeGreaterThan(since)
    expect([notices - since, await looked()]).toEqual([1, 0])
    await db.run(`UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds' WHERE state = 'active'`)
    await jobs.freeSilent()
    await expect.poll(() => notices - since).toBe(2)
    expect(await looked()).toBe(1)
  })

  test('a beat waits for nothing that the jobs wait for', async () => {
    const busy = await connect(address, 1)
    onTestFinished(() => busy.close())
    const held = await openJobs(busy)
    onTestFinished(() => held.close())
    const { job } = (await takeNext(db, jobs, 'worker')) ?? {}
    if (!job) throw new Error('Nothing was taken.')
    await db.run(`UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds' WHERE state = 'active'`)
    await busy.transaction(() => held.beat([job], db))
    expect(await db.run(`SELECT 1 FROM pgboss.job WHERE heartbeat_on > now() - interval '9 seconds'`)).toBe(1)
  })

  test('the server has heard of workers since one of them was without a gap, whoever died meanwhile; an outage begins anew', async () => {
    const workers = workersOf(db)
    const hearOf = (workerId: string) => workers.beat(workerId, 'here', 1, 0)
    const heard = (workerId: string, agoS: number, sinceS: number) =>
      db.run(
        `UPDATE fleet_workers SET seen_at = now() - $2 * interval '1 second', steady_since = now() - $3 * interval '1 second' WHERE worker_id = $1`,
        [workerId, agoS, sinceS],
      )
    expect(await hearOf('dead')).toBe(0)
    await heard('dead', 2, 30)
    expect(await hearOf('alive')).toBeGreaterThanOrEqual(30)
    await heard('dead', 30, 60)
    expect(Math.floor(await hearOf('alive'))).toBeLessThan(60)
    await heard('alive', GAP_S + 1, 60)
    expect(await hearOf('started')).toBe(0)
    expect(await hearOf('alive')).toBeLessThan(30)
  })

  test('workers that were killed are forgotten, and those that fell silent a while ago are not', async () => {
    await db.run(
      `INSERT INTO fleet_workers (worker_id, host, pid, seen_at) VALUES
       ('killed', 'there', 1, now() - interval '2 hours'), ('silent', 'there', 2, now() - interval '5 minutes')`,
    )
    await (
      await startLife({ db, jobs, workerId: 'alive', held: () => [] })
    )()
    const left = await db.rows(z.object({ id: z.string() }), 'SELECT worker_id AS id FROM fleet_workers ORDER BY 1')
    expect(left.map(({ id }) => id)).toEqual(['alive', 'silent'])
  })

  test('a worker that ends while it takes an actor has taken nothing', async () => {
    const ended = db.transaction(async (sql) => {
      expect(await jobs.next(sql)).toMatchObject({ actorId: 'actor_1' })
      throw new Error('killed')
    })
    await expect(ended).rejects.toThrow('killed')
    expect(await takeNext(db, jobs, 'heir')).toMatchObject({
      job: { attempt: { retryCount: 0 } },
      actor: { fence: 1, actorId: 'actor_1' },
    })
  })

  test('a worker that has no more room takes nothing to look at it', async () => {
    const counted = { ...jobs, next: () => Promise.reject(new Error('It was taken.')) }
    expect(await takeNext(db, counted, 'full', true)).toBeNull()
    // A resting job is not due yet.
    const given = await takeNext(db, jobs, 'worker')
    if (given) await jobs.giveBack(given.job, 'not finished')
    expect(await takeNext(db, counted, 'full', true)).toBeNull()
    await db.run(`DELETE FROM pgboss.job`)
    expect(await takeNext(db, counted, 'full', true)).toBeNull()
  })

  test('only what was begun is taken by a worker that has no more room, and the rest waits as before', async () => {
    expect(await takeNext(db, jobs, 'full', true)).toBeNull()
    expect(await waiting()).toBe(3)
    expect(await take('dead')).toMatchObject({ actorId: 'actor_1' })
    await db.run(`UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds' WHERE state = 'active'`)
    await jobs.freeSilent()
    expect((await takeNext(db, jobs, 'full', true))?.actor).toMatchObject({ actorId: 'actor_1', fence: 2 })
    expect(await takeNext(db, jobs, 'full', true)).toBeNull()
    expect(await waiting()).toBe(2)
  })

  test('what was planned and approved waits as all others do: no worker has left it', async () => {
    const first = await takeNext(db, jobs, 'planner')
    if (!first?.actor) throw new Error('Nothing was taken.')
    const plan = { fingerprint: 'f', text: '{}', deletions: 1, generations: 2, estimated: 80_000 }
    await actorsOf(db).planned(first.actor, 'planned', plan)
    await jobs.done(first.job)
    await db.run(`DELETE FROM pgboss.job WHERE state = 'created'`)
    expect(await ordersOf(db).approve(['actor_1'])).toBe(1)
    expect(await takeNext(db, jobs, 'full', true)).toBeNull()
    expect(await take('free')).toMatchObject({ actorId: 'actor_1', state: 'approved', fence: 2 })
  })

  test('nothing is taken while the fleet is paused', async () => {
    await db.run('UPDATE fleet_budget SET paused = true')
    expect(await take('worker')).toBeUndefined()
    expect(await waiting()).toBe(3)
  })

  test('what a worker gives back rests, and comes before what was added with it', async () => {
    const first = await takeNext(db, jobs, 'worker')
    if (first) await jobs.giveBack(first.job, 'not finished')
    expect(await waiting()).toBe(2)
    await expect.poll(waiting, { timeout: 10_000 }).toBe(3)
    expect([await take('worker'), await take('worker')]).toMatchObject([{ actorId: 'actor_1' }, { actorId: 'actor_2' }])
  })

  test('who has lost an actor gives back nothing of its heir', async () => {
    const first = await takeNext(db, jobs, 'stale')
    await db.run(`UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds' WHERE state = 'active'`)
    await jobs.freeSilent()
    expect(await take('heir')).toMatchObject({ actorId: 'actor_1' })
    if (first) await jobs.giveBack(first.job, 'not finished')
    if (first) await jobs.done(first.job)
    expect(await db.run(`SELECT 1 FROM pgboss.job WHERE state = 'active'`)).toBe(1)
  })

  test('a fleet that there is takes over how its jobs are tried again', async () => {
    const limits = `SELECT retry_delay, retry_backoff, heartbeat_seconds FROM pgboss.queue WHERE name = 'fleet-actors'`
    const opened = async () => {
      await (await openJobs(db)).close()
      return (await db.forJobs.executeSql(limits)).rows
    }
    const now = await opened()
    await db.run(`UPDATE pgboss.queue SET retry_delay = 1, retry_backoff = true, heartbeat_seconds = 60`)
    expect(await opened()).toEqual(now)
  })
})
