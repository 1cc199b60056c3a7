import { z } from 'zod'
import type { Measured } from '../../../src/main/domain/measures.ts'
import { openJobs } from '../../../src/main/fleet/jobs.ts'
import { connect, type Database } from '../../../src/main/fleet/ledger/connect.ts'
import { SCHEMA } from '../../../src/main/fleet/ledger/schema.ts'
import type { Postgres } from '../../support/postgres/server.ts'
import { Fault } from './faults.ts'

/** Arguments of a process of simulated workers. */
export const Simulated = z.object({
  address: z.string(),
  url: z.string(),
  /** Folder where pictures are staged; empty for none. */
  folder: z.string(),
  postTimeoutMs: z.number(),
  latencyMs: z.number(),
  /** Pictures per actor. */
  pictures: z.number(),
  /** Images per actor whose measures are shared. */
  measures: z.number(),
  /** Actors processed at once. */
  actors: z.number(),
  connections: z.number(),
  reportsMemory: z.boolean(),
  fault: Fault.nullable(),
})
export type Simulated = z.infer<typeof Simulated>

const hash = 'f0e1d2c3b4a59687'
export const MODEL_MEASURES: Measured = {
  width: 1024,
  height: 1024,
  format: 'jpeg',
  dhash: hash,
  phash: hash,
  mirrored: { dhash: hash, phash: hash },
  thumbnail: '7f'.repeat(24 * 24),
  brightness: { p1: 0.01, p5: 0.05, p50: 0.5, p95: 0.95, p99: 0.99 },
  sharpness: 512.25,
  symmetry: 0.25,
  borders: 0,
  monochrome: false,
  drawn: 0.125,
  colours: 'abc'.repeat(16),
  signature: Array.from({ length: 24 }, (_, i) => i / 24),
}

export interface Limits {
  readonly atOnce: number
  readonly createsPerMinute: number
  readonly othersPerMinute: number
}

/** Creates a fleet's database with one run over this many waiting actors. */
export async function simulatedFleet(postgres: Postgres, actors: number, limits: Limits) {
  const address = await postgres.database()
  const db = await connect(address, 2)
  await db.run(SCHEMA)
  const { atOnce, createsPerMinute, othersPerMinute } = limits
  await db.run(
    `INSERT INTO fleet_apis (api, concurrency, creates_per_minute, others_per_minute) VALUES ('replicate', $1, $2, $3)`,
    [atOnce, createsPerMinute, othersPerMinute],
  )
  await db.run('INSERT INTO fleet_runs (approve) VALUES (true)')
  const jobs = await openJobs(db)
  const bytesBefore = await bytesOf(db)
  const ids = Array.from({ length: actors }, (_, i) => `actor_${i}`)
  for (let from = 0; from < ids.length; from += 1000) {
    const some = ids.slice(from, from + 1000)
    await db.transaction(async (sql) => {
      await sql.run('INSERT INTO fleet_actors (run_id, actor_id) SELECT 1, unnest($1::text[])', [some])
      await jobs.add(sql, 1, some)
    })
  }
  await jobs.close()
  await db.run('ANALYZE')
  return { address, db, bytesBefore }
}

/** Returns the size of all tables and indexes except the shared measures. */
export async function bytesOf(db: Database): Promise<number> {
  const [row] = await db.rows(
    z.object({ bytes: z.number() }),
    `SELECT sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname IN ('public', 'pgboss') AND relname <> 'fleet_measures'`,
  )
  return row?.bytes ?? 0
}
