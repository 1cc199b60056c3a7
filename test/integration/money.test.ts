import { appendFile, mkdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { predictionsOf, readSets } from '../support/fleet-services.ts'
import { runBuiltCli } from '../support/cli.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { DOUBLE_TOKEN, startReplicate } from '../support/replicate/server.ts'

const ACTORS = ['alice', 'bob']

/** Two actors that lack two paid images each, for the built command line. */
async function setUp(latencyMs: number) {
  const cleanup = new AsyncDisposableStack()
  onTestFinished(() => cleanup.disposeAsync())
  const { path } = cleanup.use(await temporaryFolder())
  const replicate = await startReplicate({ latencyMs, pixels: 320_000 })
  cleanup.defer(() => replicate.close())
  const root = join(path, 'library')
  await writeLibrary(root, { actors: ACTORS, images: 4 })
  const configDir = join(path, 'config')
  await mkdir(configDir)
  const settings = { total: 6, generator: 'replicate', concurrency: 3, replicateBaseUrl: replicate.url }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const env = { REPLICATE_API_TOKEN: DOUBLE_TOKEN }
  const catalog = join(root, '.evencast/catalog.db')
  const cli = (args: readonly string[], when?: () => boolean) =>
    runBuiltCli([...args, root], { configDir, env, ...(when && { stop: { signal: 'SIGKILL', when } }) })
  return { replicate, root, catalog, cli }
}

const removeLogs = (catalog: string) => Promise.all(['-wal', '-shm'].map((end) => rm(catalog + end, { force: true })))

test.each([
  ['deleted', async (catalog: string) => Promise.all([rm(catalog), removeLogs(catalog)])],
  ['truncated', async (catalog: string) => Promise.all([truncate(catalog, 100), removeLogs(catalog)])],
  ['left as it is', async () => {}],
])(
  'a run is killed and its catalogue %s: what was under way is found again, and nothing is paid twice',
  async (_name, spoil) => {
    const { replicate, root, catalog, cli } = await setUp(800)
    const killed = await cli(['balance', '--all', '--yes'], () => replicate.stats().predictionIds.length >= 3)
    expect(killed.code).toBeNull()
    const begun = replicate.stats().predictionIds
    await spoil(catalog)
    const again = await cli(['balance', '--all', '--yes', '--json'])
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('not paid for twice')])
    const { paidIds, chargedUsd, predictionIds, violations } = replicate.stats()
    expect([predictionIds.slice(0, begun.length), violations]).toEqual([begun, []])
    // Every paid image is in its set, including those of the killed run.
    expect(predictionsOf(await readSets(root, ACTORS))).toEqual(paidIds.toSorted())
    expect([paidIds.length, chargedUsd]).toEqual([4, expect.closeTo(0.16, 9)])
  },
)

test('a forged journal of payments costs nothing and makes no file', async () => {
  const { replicate, root, catalog, cli } = await setUp(0)
  expect((await cli(['status'])).code).toBe(0)
  const asked = {
    event: 'asked',
    at: new Date(Date.now() - 3_600_000).toISOString(),
    run_id: 'forged',
    n: 0,
    attempt: 0,
    actor_id: 'alice',
    filename: 'alice_90.jpg',
    generator: 'replicate',
    model: 'black-forest-labs/flux-kontext-pro',
    price_usd: 0,
    step: { type: 'bw_stylized', prompt_id: 'bw-01', prompt: 'x', aspect_ratio: '1:1' },
  }
  const forged: readonly object[] = [
    asked,
    { ...asked, n: 1, filename: '../../../../evil.jpg' },
    { ...asked, n: 2, filename: 'manifest.json' },
    { ...asked, n: 3, actor_id: '../alice' },
    { ...asked, n: 4, model: '../../predictions' },
    { ...asked, n: 5, filename: 'alice_91.jpg' },
    { event: 'created', at: asked.at, run_id: 'forged', n: 5, attempt: 0, prediction_id: 'nobodys' },
    { ...asked, n: 6, run_id: 'other', actor_id: 'nobody', filename: 'nobody_1.jpg' },
  ]
  await rm(catalog)
  await appendFile(join(root, '.evencast/money.jsonl'), forged.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const { code, stderr } = await cli(['plan', '--all'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('4 lines')])
  expect(replicate.stats()).toMatchObject({ chargedUsd: 0, requests: { create: 0, upload: 0 } })
  expect(predictionsOf(await readSets(root, ACTORS))).toEqual([])
})
