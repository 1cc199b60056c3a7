import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { openJobs } from '../../../src/main/fleet/jobs.ts'
import { connect } from '../../../src/main/fleet/ledger/connect.ts'
import { SCHEMA } from '../../../src/main/fleet/ledger/schema.ts'
import { randomOf } from '../../support/fleet.ts'
import type { Postgres } from '../../support/postgres/server.ts'
import { startApi } from './api.ts'

const WORKERS = 4
const PICTURES = 5
const PLACES = 16
const PER_MINUTE = 3000
const POST_TIMEOUT_MS = 1500
/** Workers that are killed or stopped from outside in a run, beside the faults that they have themselves. */
const VICTIMS = 15
/** Beyond the time after which a silent worker has lost its actors. */
const STOPPED_MS = 20_000

const Left = z.object({
  done: z.number(),
  reserved: z.number(),
  spent: z.number(),
  scans: z.number(),
  bytes: z.number(),
})
const LEFT = `SELECT (SELECT count(*) FROM fleet_actors WHERE state = 'done') AS done, reserved, spent, (SELECT scans FROM fleet_apis) AS scans,
  pg_total_relation_size('fleet_calls') + pg_total_relation_size('fleet_actors') AS bytes FROM fleet_budget`

export interface Crashes {
  readonly calls: number
  readonly twice: number
  readonly actorsLeft: number
  readonly reservedUsd: number
  readonly ledgerUsd: number
  readonly chargedUsd: number
  readonly mostAtOnce: number
  readonly mostInSecond: number
  readonly kills: number
  readonly crashes: number
  readonly scans: number
  readonly seconds: number
  readonly bytesPerCall: number
}

export const LIMITS = { atOnce: PLACES, perSecond: PER_MINUTE / 60 }

/** A run of so many paid calls while workers are killed, stopped and cut off between any two steps, and the server crashes. */
export async function crashes(postgres: Postgres, actors: number, seed: number): Promise<Crashes> {
  const random = randomOf(seed)
  const folder = await mkdtemp(join(tmpdir(), 'evencast-fleet-'))
  const api = await startApi(300)
  const address = await postgres.database()
  const db = await connect(address, 2)
  await db.run(SCHEMA)
  await db.run(
    `INSERT INTO fleet_apis (api, concurrency, creates_per_minute, others_per_minute) VALUES ('replicate', $1, $2, 12000)`,
    [PLACES, PER_MINUTE],
  )
  await db.run('INSERT INTO fleet_runs (approve) VALUES (true)')
  const jobs = await openJobs(db, { supervise: false })
  const ids = Array.from({ length: actors }, (_, i) => `actor_${i}`)
  await db.transaction(async (sql) => {
    await sql.run('INSERT INTO fleet_actors (run_id, actor_id) SELECT 1, unnest($1::text[])', [ids])
    await jobs.add(sql, 1, ids)
  })
  let [kills, serverCrashes, nextAt, going] = [0, 0, 1, true]
  const children = new Map<number, ChildProcess>()
  let faults = seed * 1000
  const start = (slot: number) => {
    faults += 1
    const args = [
      join(import.meta.dirname, 'sim-child.ts'),
      address,
      api.url,
      folder,
      String(faults),
      String(POST_TIMEOUT_MS),
      String(PICTURES),
    ]
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    children.set(slot, child)
    child.once('exit', () => {
      if (!going) return
      kills += 1
      start(slot)
    })
  }
  for (let slot = 0; slot < WORKERS; slot++) start(slot)
  const began = performance.now()
  const left = async () => (await db.rows(Left, LEFT))[0]
  const crashAt = [0.25, 0.5, 0.75]
  for (;;) {
    await delay(500)
    const now = await left().catch(() => undefined)
    if (now?.done === actors) break
    if (!now || now.done < nextAt) continue
    nextAt = now.done + actors / VICTIMS
    const victim = children.get(Math.floor(random() * WORKERS))
    if (random() < 0.6) victim?.kill('SIGKILL')
    else {
      victim?.kill('SIGSTOP')
      kills += 1
      setTimeout(() => victim?.kill('SIGCONT'), STOPPED_MS)
    }
    if (now.done / actors > (crashAt[0] ?? 2)) {
      crashAt.shift()
      serverCrashes += 1
      await postgres.crash()
    }
  }
  const seconds = (performance.now() - began) / 1000
  going = false
  for (const child of children.values()) child.kill('SIGKILL')
  const end = await left()
  const { made, twice, most, inSecond } = api.stats()
  await jobs.close()
  await db.close()
  await api.close()
  await rm(folder, { recursive: true, force: true })
  return {
    calls: made,
    twice,
    actorsLeft: actors - (end?.done ?? 0),
    reservedUsd: (end?.reserved ?? 0) / 1e6,
    ledgerUsd: (end?.spent ?? 0) / 1e6,
    chargedUsd: made * 0.04,
    mostAtOnce: most,
    mostInSecond: inSecond,
    kills,
    crashes: serverCrashes,
    scans: end?.scans ?? 0,
    seconds,
    bytesPerCall: (end?.bytes ?? 0) / made,
  }
}
