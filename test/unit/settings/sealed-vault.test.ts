import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFileVault } from '../../../src/main/settings/file-vault.ts'
import { type Cipher, createSealedVault } from '../../../src/main/settings/sealed-vault.ts'
import { createSecrets } from '../../../src/main/settings/secrets.ts'
import { temporaryFolder } from '../../support/library.ts'

const KEY = 'r8_canary0000000000000000000000abcd'

/** Creates a cipher that inverts every bit, under the name of a key that can be lost. */
function cipherOf(key: string, strength: Awaited<ReturnType<Cipher['strength']>> = 'keyRing', older = ''): Cipher {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    strength: async () => strength,
    encrypt: async (text) => Buffer.concat([Buffer.from(key), turned(Buffer.from(text))]),
    async decrypt(sealed) {
      const used = sealed.subarray(0, key.length).toString()
      if (used !== key && used !== older) throw new Error(`cannot read ${sealed.toString()}`)
      return { text: turned(sealed.subarray(key.length)).toString(), stale: used !== key }
    },
  }
}

test('keys are sealed, for their owner only, and read again after a restart', async () => {
  await using folder = await temporaryFolder()
  const first = await createSecrets({}, createSealedVault(folder.path, cipherOf('k1')))
  await first.set('REPLICATE_API_TOKEN', KEY)
  expect(first.guard()).toBe('keyRing')
  expect(await readdir(folder.path)).toEqual(['secrets.sealed'])
  const file = join(folder.path, 'secrets.sealed')
  expect((await readFile(file, 'latin1')).includes('canary')).toBe(false)
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  const second = await createSecrets({}, createSealedVault(folder.path, cipherOf('k1')))
  expect(second.get('REPLICATE_API_TOKEN')).toBe(KEY)
  await second.set('REPLICATE_API_TOKEN', null)
  expect(await readdir(folder.path)).toEqual([])
})

test('keys that lay in clear are taken over, and lie there no more', async () => {
  await using folder = await temporaryFolder()
  const sealed = await createSecrets({}, createSealedVault(folder.path, cipherOf('k1')))
  await sealed.set('OPENAI_API_KEY', 'older')
  await sealed.set('AWS_ACCESS_KEY_ID', 'kept')
  const clear = await createSecrets({}, createFileVault(folder.path))
  await clear.set('OPENAI_API_KEY', KEY)
  const again = await createSecrets({}, createSealedVault(folder.path, cipherOf('k1')))
  expect([again.get('OPENAI_API_KEY'), again.get('AWS_ACCESS_KEY_ID')]).toEqual([KEY, 'kept'])
  expect(await readdir(folder.path)).toEqual(['secrets.sealed'])
})

test('what an older key encrypted is encrypted again', async () => {
  await using folder = await temporaryFolder()
  const vault = createSealedVault(folder.path, cipherOf('k1'))
  await vault.read()
  await vault.write('{}')
  await createSealedVault(folder.path, cipherOf('k2', 'keyRing', 'k1')).read()
  expect((await readFile(join(folder.path, 'secrets.sealed'), 'latin1')).slice(0, 2)).toBe('k2')
})

test('what cannot be read is said, and not lost to the next key', async () => {
  await using folder = await temporaryFolder()
  const before = await createSecrets({}, createSealedVault(folder.path, cipherOf('k1')))
  await before.set('OPENAI_API_KEY', KEY)
  const locked = await createSecrets({}, createSealedVault(folder.path, cipherOf('k2')))
  expect([locked.guard(), locked.get('OPENAI_API_KEY')]).toEqual(['unreadable', null])
  await locked.set('REPLICATE_API_TOKEN', KEY)
  expect(locked.guard()).toBe('keyRing')
  expect((await readdir(folder.path)).toSorted()).toEqual(['secrets.sealed', 'secrets.sealed.unreadable'])
})

test('a disguise is called one; without encryption the owner’s file is used', async () => {
  await using folder = await temporaryFolder()
  const weak = createSealedVault(folder.path, cipherOf('k1', 'weak'))
  await weak.read()
  expect(weak.guard()).toBe('weak')
  const none = createSealedVault(folder.path, cipherOf('k1', 'none'))
  await none.read()
  await none.write('{}')
  expect(none.guard()).toBe('file')
  expect(await readdir(folder.path)).toEqual(['secrets.json'])
})

test('a key ring that refuses says so without the key', async () => {
  await using folder = await temporaryFolder()
  const refusing: Cipher = { ...cipherOf('k1'), encrypt: async (text) => Promise.reject(new Error(`no: ${text}`)) }
  await writeFile(join(folder.path, 'secrets.json'), JSON.stringify({ OPENAI_API_KEY: KEY }))
  const secrets = await createSecrets({}, createSealedVault(folder.path, refusing))
  expect(secrets.get('OPENAI_API_KEY'), 'still where it was').toBe(KEY)
  expect(await readdir(folder.path)).toEqual(['secrets.json'])
  await expect(secrets.set('OPENAI_API_KEY', 'other')).rejects.toThrow(/keychain did not store/)
})
