import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { openJobs } from '../../../src/main/fleet/jobs.ts'
import { connect } from '../../../src/main/fleet/ledger/connect.ts'
import { createLedger } from '../../../src/main/fleet/ledger/index.ts'
import { SCHEMA } from '../../../src/main/fleet/ledger/schema.ts'
import { startLife } from '../../../src/main/fleet/worker/life.ts'
import { takeNext } from '../../../src/main/fleet/worker/take-next.ts'
import type { Postgres } from '../../support/postgres/server.ts'
import type { Row } from './row.ts'

const WORKERS = 4
const CALLS_PER_ACTOR = 3
const FAKE_LATENCY_MS = 20
const IDLE_S = 15
/** Polling interval of workers, in milliseconds. */
const POLL_MS = 2000

const Commits = z.object({ commits: z.number() })
const commits = `SELECT xact_commit + xact_rollback AS commits FROM pg_stat_database WHERE datname = current_database()`

/** Measures a paid call through jobs and ledger with this many waiting actors. Returns calls per second and the ms of a worker's call. */
async function measure(postgres: Postgres, waiting: number, actors: number) {
  const address = await postgres.database()
  const db = await connect(address)
  await db.run(SCHEMA)
  const jobs = await openJobs(db)
  await db.run(
    `INSERT INTO fleet_apis (api, concurrency, creates_per_minute, others_per_minute) VALUES ('fake', 1000, 600000, 600000)`,
  )
  await db.run('INSERT INTO fleet_runs (approve) VALUES (true)')
  const ids = Array.from({ length: waiting }, (_, i) => `actor_${i}`)
  for (let from = 0; from < ids.length; from += 1000) {
    const some = ids.slice(from, from + 1000)
    await db.transaction(async (sql) => {
      await sql.run('INSERT INTO fleet_actors (run_id, actor_id) SELECT 1, unnest($1::text[])', [some])
      await jobs.add(sql, 1, some)
    })
  }
  await db.run('ANALYZE')
  let left = actors
  let calls = 0
  const began = performance.now()
  const work = async (workerId: string) => {
    const own = await connect(address, 2)
    const ledger = createLedger(own)
    const queue = await openJobs(own)
    while (left > 0) {
      const next = await takeNext(own, queue, workerId)
      if (!next) break
      left -= 1
      const { job, actor: owned } = next
      if (!owned) continue
      for (let n = 0; n < CALLS_PER_ACTOR; n++) {
        const key = `${job.actorId} ${n}`
        await ledger.calls.reserve({ ...owned, key, api: 'fake', priceUsd: 0.04 })
        await ledger.pace.turn('fake', 'create', AbortSignal.timeout(60_000))
        await ledger.calls.confirm(key, owned)
        await delay(FAKE_LATENCY_MS)
        await ledger.calls.created(key, key)
        await ledger.pace.turn('fake', 'other', AbortSignal.timeout(60_000))
        await ledger.calls.ended(key, 'done', 0.04, {
          model: 'm',
          costUsd: 0.04,
          askedMegapixels: 1,
          staged: 's',
          sha256: '0',
        })
        calls += 1
      }
      await ledger.actors.ended(owned, 'done', null)
      await queue.done(job)
    }
    await queue.close()
    await own.close()
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, i) => work(`w${i}`)))
  const seconds = (performance.now() - began) / 1000
  await jobs.close()
  await db.close()
  return { perSecond: calls / seconds, wholeMs: (seconds * 1000 * WORKERS) / calls }
}

/** Returns the transactions per second that each waiting worker costs. */
async function idle(
  postgres: Postgres,
  poll: (db: Awaited<ReturnType<typeof connect>>) => Promise<() => Promise<void>>,
) {
  const address = await postgres.database()
  const db = await connect(address, 2)
  await db.run(SCHEMA)
  const stops = await Promise.all([poll(await connect(address, 2)), poll(await connect(address, 2))])
  await delay(3000)
  const [before] = await db.rows(Commits, commits)
  await delay(IDLE_S * 1000)
  const [after] = await db.rows(Commits, commits)
  await Promise.all(stops.map((stop) => stop()))
  await db.close()
  return ((after?.commits ?? 0) - (before?.commits ?? 0)) / IDLE_S / stops.length
}

/** Measures the requirements that PostgreSQL with pg-boss had to meet before the fleet was built on it. */
export async function gate(postgres: Postgres): Promise<Row[]> {
  await measure(postgres, 100, 50)
  const few = await measure(postgres, 100, 100)
  const many = await measure(postgres, 10_000, 400)
  const quiet = await idle(postgres, async (db) => {
    const jobs = await openJobs(db)
    const workerId = randomUUID()
    const end = await startLife({ db, jobs, workerId, held: () => [] })
    let going = true
    const loop = (async () => {
      while (going) {
        await takeNext(db, jobs, workerId)
        await delay(POLL_MS)
      }
    })()
    return async () => {
      going = false
      await end()
      await loop
      await jobs.close()
      await db.close()
    }
  })
  const ratio = many.wholeMs / few.wholeMs
  return [
    {
      what: 'paid calls, 10,000 actors waiting',
      figure: `${many.perSecond.toFixed(0)} a second`,
      target: '≥ 10',
      reached: many.perSecond >= 10,
    },
    {
      what: 'a call, beside 100 actors waiting',
      figure: `${ratio.toFixed(2)} × (${many.wholeMs.toFixed(1)} and ${few.wholeMs.toFixed(1)} ms; ${FAKE_LATENCY_MS} ms the service)`,
      target: '≤ 1.5 ×',
      reached: ratio <= 1.5,
    },
    {
      what: 'a waiting worker',
      figure: `${quiet.toFixed(1)} transactions a second`,
      target: '≤ 20',
      reached: quiet <= 20,
    },
  ]
}
