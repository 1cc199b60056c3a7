import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
  }
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify(given))
  const settings = await createSettings({ configDir: join(folder.path, 'config'), env: {} })
  await settings.useLibrary(root)
  expect(settings.view().values).toMatchObject({ total: 7, openaiBaseUrl: '', replicateBaseUrl: '' })
  const change = { scope: 'library' as const, values: { openaiBaseUrl: 'https://elsewhere.example/v1' }, reset: [] }
  await expect(settings.patch(change)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await settings.patch({ ...change, scope: 'user' })
  expect(settings.view().values.openaiBaseUrl).toBe('https://elsewhere.example/v1')
})
