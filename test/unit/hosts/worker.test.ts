import { expect, test } from 'vitest'
import { runCli } from '../../../src/main/hosts/cli/program.ts'
import { placesOf } from '../../../src/main/hosts/places.ts'
import { temporaryFolder } from '../../support/library.ts'

test('a worker comes as far as the address of its fleet, with its log beside the settings', async () => {
  await using folder = await temporaryFolder()
  let said = ''
  const out = { write: (part: string) => (said += part) }
  const env = { EVENCAST_CONFIG_DIR: folder.path }
  const terminal = { stdout: out, stderr: out, env, places: placesOf('/nowhere/out/main', env) }
  const args = ['worker', '--fleet', 'nonsense']
  await runCli(args, { ...terminal, signal: new AbortController().signal, ask: null }, '9.9.9')
  expect(said).toContain('The fleet’s address must be like postgres://')
})
