import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Settings } from '../../../src/main/contract/settings.ts'
import { createSettings, type SettingsOptions } from '../../../src/main/settings/settings.ts'
import { tempFolder } from './temp-folder.ts'

async function setup(files: { user?: string; library?: string } = {}, options: Partial<SettingsOptions> = {}) {
  const dir = await tempFolder()
  const configDir = join(dir, 'config')
  const root = join(dir, 'library')
  await mkdir(configDir)
  await mkdir(join(root, '.evencast'), { recursive: true })
  if (files.user !== undefined) await writeFile(join(configDir, 'settings.json'), files.user)
  if (files.library !== undefined) await writeFile(join(root, '.evencast/settings.json'), files.library)
  const settings = await createSettings({ configDir, env: {}, ...options })
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))
  return {
    settings,
    root,
    configDir,
    userFile: () => read(join(configDir, 'settings.json')),
    libraryFile: () => read(join(root, '.evencast/settings.json')),
  }
}

test('without files everything is a default', async () => {
  const { settings } = await setup()
  expect(settings.view().values).toEqual(Settings.parse({}))
  expect(new Set(Object.values(settings.view().sources))).toEqual(new Set(['default']))
})

test('settings by their former names are read, and are written under today’s', async () => {
  const { settings, userFile } = await setup({ user: '{"openaiLook":"every"}' })
  expect(settings.view().values.detailLevel).toBe('every')
  await settings.patch({ scope: 'user', values: { theme: 'dark' }, reset: [] })
  expect(await userFile()).toEqual({ detailLevel: 'every', theme: 'dark' })
})

test('fleet before flag before environment before library before user before default', async () => {
  const { settings, root } = await setup(
    {
      user: '{"total":30,"store":"file:///user","theme":"dark","concurrency":4}',
      library: '{"total":40,"policy":"keep","concurrency":5}',
    },
    { env: { EVENCAST_STORE: 'file:///env' }, flags: { concurrency: 6 } },
  )
  expect(settings.view()).toMatchObject({ values: { total: 30 }, sources: { total: 'user' } })
  await settings.useLibrary(root)
  expect(settings.view()).toMatchObject({
    values: { total: 40, store: 'file:///env', theme: 'dark', concurrency: 6, policy: 'keep' },
    sources: { total: 'library', store: 'environment', theme: 'user', concurrency: 'flag', policy: 'library' },
  })
  settings.useFleet({ total: 50, concurrency: 7 })
  expect(settings.view()).toMatchObject({
    values: { total: 50, concurrency: 7, policy: 'keep' },
    sources: { total: 'fleet', concurrency: 'fleet', policy: 'library' },
  })
  await settings.useLibrary(null)
  expect(settings.view().values.total).toBe(30)
})

test('a change writes only its file and keeps what it does not know; reset goes back to what is below', async () => {
  const { settings, root, userFile, libraryFile } = await setup({ user: '{"total":30}', library: '{"mine":{"a":1}}' })
  await settings.useLibrary(root)
  await Promise.all([
    settings.patch({ scope: 'library', values: { total: 12 }, reset: [] }),
    settings.patch({ scope: 'library', values: { maxCostUsd: 5 }, reset: [] }),
  ])
  expect(await libraryFile()).toEqual({ mine: { a: 1 }, total: 12, maxCostUsd: 5 })
  expect(await userFile()).toEqual({ total: 30 })
  expect(settings.view().sources['total']).toBe('library')
  const view = await settings.patch({ scope: 'library', values: {}, reset: ['total', 'mine'] })
  expect(view.values.total).toBe(30)
  expect(await libraryFile()).toEqual({ mine: { a: 1 }, maxCostUsd: 5 })
})

test('library settings need a library', async () => {
  const { settings } = await setup()
  await expect(settings.patch({ scope: 'library', values: { total: 5 }, reset: [] })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('a value that is not valid is refused by name', async () => {
  const { settings } = await setup()
  const shares = { photorealistic: 0, bw_stylized: 0, color_stylized: 0 }
  await expect(settings.patch({ scope: 'user', values: { shares }, reset: [] })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('shares'),
  })
})

test('a bad value in a file costs no other, and is said once', async () => {
  const { settings } = await setup({ user: '{"total":"many","theme":"dark"}' })
  expect(settings.view().values).toMatchObject({ total: 20, theme: 'dark' })
  expect(settings.takeWarnings()).toEqual([expect.stringMatching(/“total” in .*settings\.json/)])
  expect(settings.takeWarnings()).toEqual([])
})

test('a broken file is kept aside and the defaults are used', async () => {
  const { settings, configDir } = await setup({ user: '{"total": 3' })
  expect(settings.view().values.total).toBe(20)
  expect(settings.takeWarnings()).toEqual([expect.stringMatching(/not valid JSON.*corrupt-/)])
  const [aside] = await readdir(configDir)
  expect(aside).toMatch(/^settings\.json\.corrupt-[^:]+$/)
  expect(await readFile(join(configDir, aside!), 'utf8')).toBe('{"total": 3')
})
