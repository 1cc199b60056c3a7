import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFileVault } from '../../../src/main/settings/file-vault.ts'
import { createSecrets } from '../../../src/main/settings/secrets.ts'
import { temporaryFolder } from '../../support/library.ts'

const KEY = 'r8_canary0000000000000000000000abcd'

test('a stored key survives a restart in a file that only its owner may read, and is shown by its last four characters', async () => {
  await using folder = await temporaryFolder()
  const first = await createSecrets({}, createFileVault(folder.path))
  await first.set('REPLICATE_API_TOKEN', ` ${KEY}\n`)
  const file = join(folder.path, 'secrets.json')
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)

  const second = await createSecrets({}, createFileVault(folder.path))
  expect(second.get('REPLICATE_API_TOKEN')).toBe(KEY)
  const shown = JSON.stringify(second.view())
  expect(shown).toContain('…abcd')
  expect(shown).not.toContain('canary')

  await second.set('REPLICATE_API_TOKEN', null)
  expect(second.get('REPLICATE_API_TOKEN')).toBeNull()
  await expect(readFile(file)).rejects.toThrow()
})

test('of a fleet’s address server and database are shown, never user, password or options', async () => {
  await using folder = await temporaryFolder()
  const secrets = await createSecrets({}, createFileVault(folder.path))
  await secrets.set(
    'EVENCAST_FLEET',
    'postgres://evencast:canary@db.example.com:5433/studio?sslmode=verify-full&password=canary',
  )
  expect(secrets.view().find(({ name }) => name === 'EVENCAST_FLEET')).toEqual({
    name: 'EVENCAST_FLEET',
    source: 'stored',
    hint: 'db.example.com:5433/studio',
  })
})

test('the environment outranks what is stored', async () => {
  await using folder = await temporaryFolder()
  const secrets = await createSecrets({ OPENAI_API_KEY: 'from-the-environment' }, createFileVault(folder.path))
  await secrets.set('OPENAI_API_KEY', 'stored-value-of-some-length')
  expect(secrets.get('OPENAI_API_KEY')).toBe('from-the-environment')
  expect(secrets.view().find(({ name }) => name === 'OPENAI_API_KEY')).toMatchObject({ source: 'environment' })
})

test('a vault that cannot be understood holds nothing', async () => {
  const vault = {
    read: async () => '{"OPENAI_API_KEY": 7',
    write: async () => {},
    clear: async () => {},
    guard: () => 'file' as const,
  }
  const secrets = await createSecrets({}, vault)
  expect(secrets.view().every(({ source, hint }) => source === null && hint === null)).toBe(true)
})
