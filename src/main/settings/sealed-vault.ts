import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyGuard } from '../contract/secrets.ts'
import { EvencastError } from '../domain/error.ts'
import { createFileVault, writePrivate } from './file-vault.ts'
import { parseSecrets, type SecretVault } from './secrets.ts'

/** What the system encrypts with. */
export interface Cipher {
  /** `weak`: with a password that every program knows. */
  strength(): Promise<'keyRing' | 'weak' | 'none'>
  encrypt(text: string): Promise<Buffer>
  /** `stale`: to be encrypted again, since there is a newer or a better key. */
  decrypt(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>
}

/**
 * A file of ciphertext. Keys that lie in clear, from a host without a key ring, are taken over and the clear file removed. Without
 * anything to encrypt with, the clear file is all there is.
 */
export function createSealedVault(configDir: string, cipher: Cipher): SecretVault {
  const file = join(configDir, 'secrets.sealed')
  const clear = createFileVault(configDir)
  let strength: Awaited<ReturnType<Cipher['strength']>> = 'none'
  let unreadable = false

  /** Null when there is nothing, or nothing that can be had. */
  async function unseal(): Promise<{ readonly text: string; readonly stale: boolean } | null> {
    const sealed = await readFile(file).catch(() => null)
    if (sealed === null) return null
    const opened = strength === 'none' ? null : await cipher.decrypt(sealed).catch(() => null)
    unreadable = opened === null
    return opened
  }

  async function seal(text: string): Promise<void> {
    const sealed = await cipher.encrypt(text).catch(() => {
      // What was wrong may name what was to be encrypted.
      throw new EvencastError('UNAVAILABLE', 'The system keychain did not store the key. Unlock it and try again.')
    })
    // It may be readable again one day, when the key ring is unlocked or brought back.
    if (unreadable) await rename(file, `${file}.unreadable`).catch(() => {})
    await writePrivate(file, sealed)
    unreadable = false
  }

  return {
    async read() {
      strength = await cipher.strength().catch(() => 'none' as const)
      const [opened, inClear] = [await unseal(), await clear.read()]
      const taken = parseSecrets(inClear)
      if (strength === 'none') return inClear
      // What lies in clear was entered later.
      const text =
        taken.size === 0
          ? (opened?.text ?? null)
          : JSON.stringify(Object.fromEntries([...parseSecrets(opened?.text ?? null), ...taken]))
      if (text === null || (taken.size === 0 && !opened?.stale)) return text
      // Failing that, everything stays as it is until the next start.
      await seal(text).then(
        () => (taken.size === 0 ? undefined : clear.clear()),
        () => {},
      )
      return text
    },
    write: (text) => (strength === 'none' ? clear.write(text) : seal(text)),
    async clear() {
      await clear.clear()
      if (strength === 'none') return
      await rm(file, { force: true })
      unreadable = false
    },
    guard: (): KeyGuard => (unreadable ? 'unreadable' : strength === 'none' ? 'file' : strength),
  }
}
