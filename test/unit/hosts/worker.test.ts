import { expect, test } from 'vitest'
import { runCli } from '../../../src/main/hosts/cli/program.ts'
import { placesOf } from '../../../src/main/hosts/places.ts'
import { createFileVault } from '../../../src/main/settings/file-vault.ts'
import { createSecrets } from '../../../src/main/settings/secrets.ts'
import { temporaryFolder } from '../../support/library.ts'

async function said(args: readonly string[], stored: string | null, environment?: string): Promise<string> {
  await using folder = await temporaryFolder()
  await (await createSecrets({}, createFileVault(folder.path))).set('EVENCAST_FLEET', stored)
  let text = ''
  const out = { write: (part: string) => (text += part) }
  const env = { EVENCAST_CONFIG_DIR: folder.path, EVENCAST_FLEET: environment }
  const terminal = { stdout: out, stderr: out, env, places: placesOf('/nowhere/out/main', env) }
  await runCli(args, { ...terminal, signal: new AbortController().signal, ask: null }, '9.9.9')
  return text
}

test('a worker comes as far as the address of its fleet, with its log beside the settings', async () => {
  expect(await said(['worker', '--fleet', 'nonsense'], null)).toContain('The fleet’s address must be like postgres://')
})

test.each(['worker', 'fleet status'])(
  '%s takes the flag’s address before the environment’s before the stored one',
  async (command) => {
    const args = command.split(' ')
    const [flag, environment, stored] = ['flag', 'environment', 'stored'].map((host) => `postgres://${host}.example/db`)
    expect(await said([...args, '--fleet', flag ?? ''], stored ?? '', environment)).toContain('flag.example would be')
    expect(await said(args, stored ?? '', environment)).toContain('environment.example would be')
    expect(await said(args, stored ?? '')).toContain('stored.example would be')
    expect(await said(args, null)).toContain('Enter the fleet’s address in Settings')
  },
)
