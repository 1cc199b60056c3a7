import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Settings } from '../../../src/main/contract/settings.ts'
import { createSettings } from '../../../src/main/settings/settings.ts'
import { temporaryFolder } from '../../support/library.ts'

test('a library never says where keys are sent', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await mkdir(join(root, '.evencast'), { recursive: true })
  const given = {
    total: 7,
    openaiBaseUrl: 'https://elsewhere.example/v1',
    replicateBaseUrl: 'https://elsewhere.example',
    storeEndpoint: 'https://elsewhere.example',
    imagePricesUsd: { 'a/b': 0 },
    openaiPricesUsd: { m: { input: 0, output: 0 } },
    unencryptedHosts: ['elsewhere.example'],
  }
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify(given))
  const settings = await createSettings({ configDir: join(folder.path, 'config'), env: {} })
  await settings.useLibrary(root)
  settings.agree()
  expect(settings.view().values).toEqual({ ...Settings.parse({}), total: 7 })
  const change = { scope: 'library' as const, values: { openaiBaseUrl: 'https://elsewhere.example/v1' }, reset: [] }
  await expect(settings.patch(change)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await settings.patch({ ...change, scope: 'user' })
  expect(settings.view().values.openaiBaseUrl).toBe('https://elsewhere.example/v1')
})

test('who is asked, who is paid and what may be deleted elsewhere counts once the user has agreed, and again when it changes', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await mkdir(join(root, '.evencast'), { recursive: true })
  const file = join(root, '.evencast/settings.json')
  await writeFile(file, JSON.stringify({ total: 7, store: 's3://theirs', generator: 'replicate', deleteForeign: true }))
  const settings = await createSettings({ configDir: join(folder.path, 'config'), env: {} })
  await settings.useLibrary(root)
  expect(settings.view().values).toMatchObject({ total: 7, store: '', generator: 'local', deleteForeign: false })
  expect(settings.asked()).toEqual({ store: 's3://theirs', generator: 'replicate', deleteForeign: true })
  settings.agree()
  const decided = settings.decided()
  expect(settings.view().values).toMatchObject({ store: 's3://theirs', generator: 'replicate', deleteForeign: true })
  await settings.useLibrary(root, decided)
  expect(settings.asked()).toEqual({})
  await writeFile(file, JSON.stringify({ store: 's3://others' }))
  await settings.useLibrary(root, decided)
  expect(settings.asked()).toEqual({ store: 's3://others' })
  expect(settings.view().values.store).toBe('')
})

test('what was declined is not asked again, and what the user sets for the library counts beside it', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await mkdir(join(root, '.evencast'), { recursive: true })
  const theirs = { store: 's3://theirs', generator: 'replicate', evaluator: 'openai' }
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify(theirs))
  const settings = await createSettings({ configDir: join(folder.path, 'config'), env: {} })
  await settings.useLibrary(root)
  settings.decline()
  expect(settings.asked()).toEqual({})
  expect(settings.view().values).toMatchObject({ store: '', generator: 'local', evaluator: 'local' })
  await settings.patch({ scope: 'library', values: { store: 's3://mine' }, reset: [] })
  await settings.useLibrary(root, settings.decided())
  expect(settings.asked()).toEqual({})
  expect(settings.view().values).toMatchObject({ store: 's3://mine', generator: 'local', evaluator: 'local' })
  // A later confirmation of the same value that was declined.
  await settings.patch({ scope: 'library', values: { generator: 'replicate' }, reset: [] })
  expect(settings.view().values).toMatchObject({ generator: 'replicate', evaluator: 'local' })
  await settings.useLibrary(root, 'not what was written')
  expect(settings.asked()).toEqual({ ...theirs, store: 's3://mine' })
})

test.each(['openaiBaseUrl', 'localServerUrl', 'replicateBaseUrl', 'store', 'storeEndpoint'] as const)(
  '%s with a user and a password is refused',
  async (key) => {
    await using folder = await temporaryFolder()
    const settings = await createSettings({ configDir: folder.path, env: {} })
    const change = { scope: 'user' as const, values: { [key]: 'https://user:secret@example.com' }, reset: [] }
    await expect(settings.patch(change)).rejects.toThrow(new RegExp(`“${key}” must be an address only`))
  },
)
