import { hostname } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventInWords } from '../../src/main/domain/fleet-event.ts'
import { openControl } from '../../src/main/fleet/control.ts'
import { connect, type Database } from '../../src/main/fleet/ledger/connect.ts'
import { EVENTS_KEPT } from '../../src/main/fleet/ledger/event-schema.ts'
import { readEvents } from '../../src/main/fleet/ledger/events.ts'
import { createLedger, type Ledger } from '../../src/main/fleet/ledger/index.ts'
import { SCHEMA } from '../../src/main/fleet/ledger/schema.ts'
import { assertCurrent } from '../../src/main/fleet/ledger/settings.ts'
import { watchFleet } from '../../src/main/fleet/watch.ts'
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

/** Creates a fleet of five waiting actors. */
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

  test.each(['measures', 'vectors', 'contents'] as const)(
    'is written by many at once, in whatever order they have it: %s',
    async (what) => {
      await setUp()
      const put = (to: Ledger, names: readonly string[]): Promise<void> =>
        ({
          measures: () =>
            to.measures.put(
              'local@1',
              names.map((sha256) => ({ sha256, measured })),
            ),
          vectors: () => to.vectors.put(names.map((sha256) => ({ sha256, model: 'm', vectors: Uint8Array.of(1) }))),
          contents: () => to.contents.put(names.map((key) => ({ key, bytes: 1, etag: 'e', sha256: 's' }))),
        })[what]()
      let other: Promise<void> | undefined
      await db.transaction(async (sql) => {
        const within = createLedger({ ...db, ...sql })
        await put(within, ['a'])
        other = put(ledger, ['b', 'a'])
        await expect.poll(() => db.run(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).toBe(1)
        await put(within, ['b'])
      })
      await other
    },
  )

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
    // Another ETag, another size, or a store without ETags.
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

describe.skipIf(why !== null)('events', () => {
  const planned = { fingerprint: 'f', text: '{}', deletions: 1, generations: 2, estimated: 80_000 }
  const told = async (): Promise<string[]> =>
    (await readEvents(db, 50))
      .toReversed()
      .map((event) =>
        [event.who === hostname() ? 'here' : event.who, eventInWords(event, (usd) => `$${usd}`)].join(' '),
      )

  test('say who did what to which actor and for how much, and many at once are one', async () => {
    await setUp()
    expect(await told()).toEqual(['here Limit set to $1', 'here 5 actors: started'])
    await db.run('DELETE FROM fleet_events')
    const control = await openControl(address)
    onTestFinished(() => control.close())
    await ledger.workers.beat('w1', 'render-1', 1, 0)
    await ledger.workers.beat('w1', 'render-1', 1, 1)
    const first = await ledger.actors.take(1, 'actor_1', 'w1')
    await ledger.actors.take(1, 'actor_2', 'w1')
    if (!first) throw new Error('It cannot be taken.')
    await ledger.actors.planned(first, 'planned', planned)
    await ledger.actors.take(1, 'actor_2', 'w2')
    await control.approve('all')
    const again = await ledger.actors.take(1, 'actor_1', 'w1')
    if (!again) throw new Error('It cannot be taken.')
    // A change that keeps the state is not an event.
    await ledger.actors.begun(again, { manifest: null })
    const one = { ...again, key: 'k', api: 'replicate', priceUsd: 0.04 }
    await ledger.calls.reserve(one)
    await ledger.calls.created('k', 'p1')
    await ledger.actors.publishing(again, { manifest: '', added: [], removed: [] })
    await ledger.actors.ended(again, 'done', null)
    await control.setBudget(null)
    await control.pause()
    await control.pause()
    await control.cancel(null)
    await ledger.workers.left('w1')
    expect(await told()).toEqual([
      'w1 Worker started',
      'w1 actor_1: taken by a worker',
      'w1 actor_2: taken by a worker',
      'w1 actor_1: planned, about $0.08',
      'w2 actor_2: taken over from w1',
      'here actor_1: approved',
      'w1 actor_1: taken by a worker',
      'w1 actor_1: uploading',
      'w1 actor_1: done, $0.04',
      'here Limit removed',
      'here Fleet paused',
      'here 4 actors: cancelled',
      'w1 Worker stopped',
    ])
  })

  test('are taken back with what they tell of', async () => {
    await setUp()
    const before = await told()
    await expect(
      db.transaction(async (sql) => {
        await sql.run(`UPDATE fleet_actors SET state = 'cancelled'`)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await told()).toEqual(before)
  })

  test('are as many as are kept, however much happens', async () => {
    await setUp()
    await db.run(`INSERT INTO fleet_events (kind) SELECT 'paused' FROM generate_series(1, $1)`, [EVENTS_KEPT + 3000])
    const count = await db.run('SELECT 1 FROM fleet_events')
    expect(count).toBeGreaterThanOrEqual(EVENTS_KEPT)
    expect(count).toBeLessThan(EVENTS_KEPT + 1000)
  })

  test('a fleet of an earlier version is watched without them, and says how to get them', async () => {
    await setUp()
    await db.run(`INSERT INTO fleet (store, settings) VALUES ('s3://b', '{"generator":"replicate"}')`)
    await db.run('ALTER TABLE fleet_workers DROP COLUMN steady_since')
    await expect(assertCurrent(db)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await db.run('DROP TABLE fleet_events')
    await db.run('DROP TRIGGER fleet_note_changed ON fleet_actors')
    const views = watchFleet(address, new AbortController().signal)
    expect((await views.next()).value).toMatchObject({ actors: { length: 5 }, events: [] })
    await views.return(undefined)
    const control = await openControl(address)
    onTestFinished(() => control.close())
    expect(await control.status()).toMatchObject({ actors: { length: 5 } })
    await expect(control.events(5)).rejects.toMatchObject({ message: expect.stringContaining('evencast fleet init') })
    await expect(assertCurrent(db)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await db.run(SCHEMA)
    await assertCurrent(db)
    await ledger.actors.take(1, 'actor_1', 'w1')
    expect(await told()).toEqual(['w1 actor_1: taken by a worker'])
  })
})
