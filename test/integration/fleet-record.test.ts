import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/main/fleet/ledger/connect.ts'
import { createLedger, type Ledger } from '../../src/main/fleet/ledger/index.ts'
import { SCHEMA } from '../../src/main/fleet/ledger/schema.ts'
import { noPostgres, type Postgres, startPostgres } from '../support/postgres/server.ts'

const why = await noPostgres()
if (why !== null) console.warn(`SKIPPED: the fleet's record: PostgreSQL ${why}`)

let postgres: Postgres
let address: string
let db: Database
let ledger: Ledger
beforeAll(async () => {
  if (why === null) postgres = await startPostgres()
})
afterEach(() => db?.close())
afterAll(async () => {
  await postgres?.stop()
})

/** A fleet of five actors that wait. */
async function setUp(): Promise<void> {
  address = await postgres.database()
  db = await connect(address)
  await db.run(SCHEMA)
  await db.run(
    `INSERT INTO fleet_apis (api, concurrency, creates_per_minute, others_per_minute) VALUES ('replicate', 3, 1200, 6000)`,
  )
  await db.run('UPDATE fleet_budget SET limit_usd = 1e6')
  await db.run('INSERT INTO fleet_runs (approve) VALUES (true)')
  await db.run(`INSERT INTO fleet_actors (run_id, actor_id) SELECT 1, 'actor_' || n FROM generate_series(1, 5) n`)
  ledger = createLedger(db)
}

describe.skipIf(why !== null)('what the fleet knows of images', () => {
  const measured = { unreadable: 'x', unproven: true } as const
  const file = (n: number, etag: string | null = `e${n}`) => ({ key: `actors/a/${n}.jpg`, bytes: n, etag })
  const by = (...models: string[]) => ({ evaluator: 'local@1', models })

  test('is asked for by key, ETag and size, and is enough once all was measured and seen', async () => {
    await setUp()
    const { contents, measures, vectors } = ledger
    const known = async (files: ReturnType<typeof file>[], who = by()) =>
      Object.fromEntries(await contents.known(files, who))
    await contents.put([1, 2, 3].map((n) => ({ ...file(n), sha256: `s${n}` })))
    expect(await known([file(1)])).toEqual({})
    await measures.put(
      'local@1',
      ['s1', 's2'].map((sha256) => ({ sha256, measured })),
    )
    expect(await known([file(1), file(2), file(3), file(4)])).toEqual({ [file(1).key]: 's1', [file(2).key]: 's2' })
    // Another version, another size, or a store that does not tell versions apart.
    expect(await known([{ ...file(1), etag: 'e9' }, { ...file(2), bytes: 9 }, file(1, null)])).toEqual({})
    expect(await known([file(1)], { ...by(), evaluator: 'local@2' })).toEqual({})
    await vectors.put([{ sha256: 's1', model: 'faces@1', vectors: Uint8Array.of(0, 255, 92) }])
    expect(await known([file(1), file(2)], by('faces@1'))).toEqual({ [file(1).key]: 's1' })
    expect(await known([file(1)], by('faces@1', 'pictures@1'))).toEqual({})
    const [seen] = await vectors.of(['faces@1'], ['s1', 's2'])
    expect([seen?.sha256, ...(seen?.vectors ?? [])]).toEqual(['s1', 0, 255, 92])
    await contents.put([{ ...file(1, 'e5'), sha256: 's2' }])
    expect(await known([file(1)])).toEqual({})
    expect(await known([file(1, 'e5')])).toEqual({ [file(1).key]: 's2' })
  })
})
