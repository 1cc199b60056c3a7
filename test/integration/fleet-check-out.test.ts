import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { type Cluster, startCluster } from '../support/fleet-cluster.ts'
import { readSets } from '../support/fleet-services.ts'
import { runBuiltCli } from '../support/cli.ts'
import { temporaryFolder } from '../support/library.ts'
import { noPostgres } from '../support/postgres/server.ts'
import { type Between, startBetween } from '../support/s3/between.ts'
import { CEPH_NEEDS } from '../support/s3/ceph.ts'
import { missing } from '../support/s3/packages.ts'

const why = (await noPostgres()) ?? (await missing(CEPH_NEEDS))
if (why !== null) console.warn(`SKIPPED: what workers copy: PostgreSQL or Ceph ${why}`)

const cleanup = new AsyncDisposableStack()
let cluster: Cluster
let between: Between
let configDir: string
beforeAll(async () => {
  if (why !== null) return
  ensureBuilt()
  cluster = cleanup.use(await startCluster(3, 50))
  between = await startBetween(cluster.store.endpoint)
  cleanup.defer(() => between.close())
  configDir = join(cleanup.use(await temporaryFolder()).path, 'config')
  await mkdir(configDir, { recursive: true })
  const settings = { replicateBaseUrl: cluster.replicate.url, generator: 'replicate', concurrency: 4 }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
}, 120_000)
afterAll(() => cleanup.disposeAsync())

/** Runs one worker until no work is left. Returns the images of sets that it read from the store. */
async function work(): Promise<readonly string[]> {
  between.seen.length = 0
  const env = { ...cluster.env, AWS_ENDPOINT_URL_S3: between.endpoint }
  const { code, stderr } = await runBuiltCli(['worker', '--until-idle', '--scratch', configDir], { configDir, env })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return between.seen.filter((line) => /^GET .*\/training_data\/.*\.jpg$/.test(line)).toSorted()
}

const unfinished = async (actorId: string): Promise<string[]> => {
  const { actors } = await cluster.control.status()
  return actors.filter(({ actor_id, state }) => actor_id === actorId && state !== 'done').map(({ state }) => state)
}

test.skipIf(why !== null)(
  `an image is copied out of the store once, for whoever measures it${why === null ? '' : ` (${why})`}`,
  async () => {
    const { control, store, fleet, db, run } = cluster
    await control.setBudget(100)
    await control.start(store, 'all', false)
    const planning = await work()
    expect(planning).toHaveLength(fleet.actors.length * 20)
    expect(new Set(planning).size).toBe(planning.length)

    expect((await run(['fleet', 'approve', '--all', '--yes'])).code).toBe(0)
    expect(await work()).toEqual([])
    for (const actorId of fleet.actors) expect(await unfinished(actorId)).toEqual([])

    // They are not read again either, including the generated ones.
    const measures = await db.run('SELECT 1 FROM fleet_measures')
    await control.start(store, 'all', false)
    expect(await work()).toEqual([])
    expect(await db.run('SELECT 1 FROM fleet_measures')).toBe(measures)

    const copy = await cluster.elsewhere()
    expect(await run(['sync', copy, '--download', '--json'])).toMatchObject({ code: 0 })
    const sets = await readSets(copy, fleet.actors)
    expect(sets.map(({ counts }) => counts)).toEqual(
      fleet.actors.map(() => ({ photorealistic: 13, bw_stylized: 4, color_stylized: 3 })),
    )
    // `verify` reads the bytes of every file.
    expect(JSON.parse((await run(['verify', copy, '--json'])).stdout)).toMatchObject({ ok: true, findings: [] })
    const { stdout } = await run(['fleet', 'status', '--events', '500', '--json'])
    const { events } = JSON.parse(stdout) as { events: { kind: string; actor_id: string | null }[] }
    const [actorId] = fleet.actors
    expect(events.filter((event) => event.actor_id === actorId).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['taken', 'planned', 'publishing', 'done']),
    )
  },
  300_000,
)
