import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { testCore } from '../support/core.ts'
import { predictionsOf, readSets } from '../support/fleet-services.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { DOUBLE_TOKEN, startReplicate } from '../support/replicate/server.ts'
import { windowOf } from '../support/window.ts'

const PRO = 'black-forest-labs/flux-kontext-pro'
const MAX = 'black-forest-labs/flux-kontext-max'

/** Starts a run of four paid pictures and stops it after the second was begun. */
async function stopped() {
  const cleanup = new AsyncDisposableStack()
  onTestFinished(() => cleanup.disposeAsync())
  const { path } = cleanup.use(await temporaryFolder())
  const replicate = await startReplicate({ latencyMs: 100, pixels: 320_000 })
  cleanup.defer(() => replicate.close())
  const root = join(path, 'library')
  await writeLibrary(root, { actors: ['alice', 'bob'], images: 4 })
  const configDir = join(path, 'config')
  await mkdir(configDir)
  const settings = { total: 6, generator: 'replicate', concurrency: 1, replicateBaseUrl: replicate.url }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const core = cleanup.use(await testCore(configDir))
  await core.setSecret('REPLICATE_API_TOKEN', DOUBLE_TOKEN)
  const library = await core.open(root)
  await library.plan('all')
  const { runId } = await windowOf(library).startRun('all')
  const stateOf = () =>
    windowOf(library)
      .runs()
      .find((run) => run.runId === runId)
  await vi.waitFor(() => expect(replicate.stats().predictionIds).toHaveLength(2), 20_000)
  windowOf(library).cancelRun(runId)
  await vi.waitFor(() => expect(stateOf()?.state).toBe('interrupted'), 20_000)
  return { core, library, replicate, root, runId, stateOf }
}

test('a resumed run goes on with the model and the price it was begun with, whatever the settings say now', async () => {
  const { core, library, replicate, root, runId, stateOf } = await stopped()
  await core.changeSettings({
    scope: 'user',
    reset: [],
    values: { replicateModel: MAX, generator: 'local', imagePricesUsd: { [PRO]: 0.5 } },
  })
  await windowOf(library).resumeRun(runId)
  await vi.waitFor(() => expect(stateOf()?.state).toBe('done'), 60_000)
  expect(stateOf()).toMatchObject({
    generated: 4,
    costUsd: expect.closeTo(0.16, 9),
    estimatedUsd: expect.closeTo(0.16, 9),
  })
  expect(replicate.stats()).toMatchObject({ chargedUsd: 0.16, violations: [] })
  const sets = await readSets(root, ['alice', 'bob'])
  expect(predictionsOf(sets)).toEqual(replicate.stats().paidIds.toSorted())
  const made = sets.flatMap(({ images }) => images.filter(({ source }) => source === 'generated'))
  expect(made.map(({ model, cost_usd }) => [model, cost_usd])).toEqual(made.map(() => [PRO, 0.04]))
})

test('without the key it was begun with, a run says so and stays as it is; with it, it goes on', async () => {
  const { core, library, replicate, runId, stateOf } = await stopped()
  const before = replicate.stats().requests
  await core.setSecret('REPLICATE_API_TOKEN', null)
  await expect(windowOf(library).resumeRun(runId)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/started with black-forest-labs\/flux-kontext-pro.*Replicate API token/),
  })
  expect([stateOf()?.state, replicate.stats().requests]).toEqual(['interrupted', before])
  await core.setSecret('REPLICATE_API_TOKEN', DOUBLE_TOKEN)
  await windowOf(library).resumeRun(runId)
  await vi.waitFor(() => expect(stateOf()?.state).toBe('done'), 60_000)
})
