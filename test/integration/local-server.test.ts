import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { LOCAL_MODEL, startLocalServer } from '../support/local-server.ts'
import { command } from '../support/terminal.ts'

const KEYS = { OPENAI_API_KEY: 'sk-canary-openai-000000000000000000000000' }

/** Prepares one actor of four images and a local server of vision models. */
async function prepare(settings: object) {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const server = cleanup.use(await startLocalServer())
  const root = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await writeLibrary(root, { actors: ['alice'], images: 4 })
  await mkdir(configDir)
  await writeFile(join(configDir, 'settings.json'), JSON.stringify({ total: 4, maxCostUsd: 0, ...settings }))
  const env = { ...KEYS, OLLAMA_HOST: server.host }
  return { root, configDir, env, server, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('on the command line it assesses at no cost, within a limit of nothing, and is sent no key', async () => {
  await using set = await prepare({})
  const { server, configDir, root } = set
  const env = { ...set.env, EVENCAST_LOCAL_SERVER_URL: server.url, EVENCAST_LOCAL_SERVER_MODEL: LOCAL_MODEL }
  const planned = await command(['plan', root, '--evaluator', 'local-server', '--json'], { configDir, env })
  expect(planned).toMatchObject({ code: 0 })
  expect(planned.stderr).toContain(`4 images to assess with ${LOCAL_MODEL}`)
  expect(JSON.parse(planned.stdout)).toMatchObject({ evaluation_cost_usd: 0, failed: [] })
  expect(server.stats()).toMatchObject({ keys: ['none'], mostAtOnce: 1, invalid: [] })

  const { requests } = server.stats()
  await command(['plan', root, '--evaluator', 'local-server', '--fresh'], { configDir, env })
  expect(server.stats().requests).toBe(requests)

  const batch = await command(['plan', root, '--evaluator', 'local-server', '--batch'], { configDir, env })
  expect(batch).toMatchObject({ code: 2 })
  expect(batch.stderr).toContain('takes no batches')
})

test('nothing is asked before somebody looks for servers, and a model has to be chosen', async () => {
  await using set = await prepare({ evaluator: 'local-server' })
  await using core = await testCore(set.configDir, { env: set.env })
  const library = await core.open(set.root)
  await library.status()
  expect(set.server.stats().keys).toEqual([])

  const found = await core.localServers()
  expect(found).toContainEqual({ name: 'Ollama', url: set.server.url, models: [LOCAL_MODEL, 'llava:latest'] })
  await core.changeSettings({ scope: 'user', values: { localServerUrl: set.server.url }, reset: [] })
  expect(await core.testService('local-server')).toMatchObject({
    ok: false,
    message: expect.stringContaining('Choose'),
  })
  await core.changeSettings({ scope: 'library', values: { localServerModel: LOCAL_MODEL }, reset: [] })
  expect(await core.testService('local-server')).toMatchObject({ ok: true })
  expect((await library.plan('all')).failed).toEqual([])
  expect(set.server.stats()).toMatchObject({ keys: ['none'], invalid: [] })
})
