import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startOpenAi } from '../support/openai/server.ts'
import { DOUBLE_TOKEN, startReplicate } from '../support/replicate/server.ts'

const OPENAI_KEY = 'sk-canary-openai-000000000000000000000000'

/** Opens two actors of four images with a target of six, which generates two for each, with doubles of OpenAI and Replicate. */
async function open(folder: string) {
  const cleanup = new AsyncDisposableStack()
  const openai = cleanup.use(await startOpenAi())
  const replicate = await startReplicate()
  cleanup.defer(() => replicate.close())
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice', 'bob'], images: 4 })
  await mkdir(join(root, '.evencast'))
  const settings = {
    total: 6,
    evaluator: 'openai',
    openaiModel: 'gpt-5.6-terra',
    generator: 'replicate',
  }
  const addresses = { openaiBaseUrl: openai.url, replicateBaseUrl: replicate.url }
  await mkdir(join(folder, 'config'))
  await writeFile(join(folder, 'config/settings.json'), JSON.stringify({ ...addresses, ...settings }))
  const env = { OPENAI_API_KEY: OPENAI_KEY, REPLICATE_API_TOKEN: DOUBLE_TOKEN }
  const core = cleanup.use(await testCore(join(folder, 'config'), { env }))
  return { core, openai, replicate, root, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('sets are assessed by a vision model and completed by a paid one, each picture paid for once, the bill as foretold', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { core, openai, replicate, root } = opened
  const library = await core.open(root)

  const summary = await library.plan('all')
  expect(summary.failed).toEqual([])
  expect(summary.total_generations).toBeGreaterThan(0)
  const report = await library.execute('all')
  expect(report.actors.flatMap(({ failed }) => failed)).toEqual([])
  const made = report.actors.flatMap(({ generated }) => generated)
  expect(made).toHaveLength(summary.total_generations)

  const paid = replicate.stats()
  expect([paid.violations, openai.stats().invalid]).toEqual([[], []])
  expect([...paid.perPicture.values()].every((times) => times === 1)).toBe(true)
  expect(paid.chargedUsd).toBeCloseTo(summary.estimated_cost_usd, 6)
  // The checks of new images are part of a run's cost.
  expect(report.cost_usd).toBeGreaterThan(paid.chargedUsd)

  for (const actorId of ['alice', 'bob']) {
    const manifest = JSON.parse(await readFile(join(root, 'actors', actorId, 'training_data/manifest.json'), 'utf8'))
    const bought = manifest.images.filter((image: { source?: string }) => image.source === 'generated')
    expect(
      bought.every((image: { prediction_id?: string }) => paid.predictionIds.includes(image.prediction_id ?? '')),
    ).toBe(true)
  }
})

test.each(['tiny picture', 'half-size picture'] as const)(
  'a %s is refused, told, and booked as what it cost',
  async (ending) => {
    await using folder = await temporaryFolder()
    await using opened = await open(folder.path)
    const { core, replicate, root } = opened
    const library = await core.open(root)
    await library.plan(['alice'])
    replicate.fail({ on: 'ending', ending, times: 1000 })
    const { actors, cost_usd: costUsd } = await library.execute(['alice'])
    const [{ generated, failed } = { generated: [], failed: [] }] = actors
    expect(generated).toEqual([])
    expect(failed.length).toBeGreaterThan(0)
    for (const { error } of failed) expect(error).toMatch(/it has only \d+ × \d+ pixels instead of about a megapixel/)
    const { chargedUsd } = replicate.stats()
    expect(chargedUsd).toBeGreaterThan(0)
    expect(costUsd).toBeCloseTo(chargedUsd, 6)
  },
)

test('a second pass costs nothing', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { core, openai, root } = opened
  const library = await core.open(root)
  await library.plan('all')
  const before = JSON.stringify(openai.stats().requests)
  await library.plan('all', { fresh: true })
  expect(JSON.stringify(openai.stats().requests)).toBe(before)
})

test('connection tests say in words what is wrong', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { core, root, replicate } = opened
  await core.open(root)
  expect(await core.testService('openai')).toMatchObject({ ok: true })
  expect(await core.testService('replicate')).toMatchObject({ ok: true })
  expect(await core.testService('store')).toEqual({ ok: false, message: 'No store is set.' })
  await replicate.close()
  const gone = await core.testService('replicate')
  expect(gone.ok).toBe(false)
  expect(gone.message.length).toBeGreaterThan(20)
})
