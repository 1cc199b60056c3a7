import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyGuard } from '../contract/secrets.ts'
import { EvencastError } from '../domain/error.ts'
import { createFileVault, writePrivate } from './file-vault.ts'
import { parseSecrets, type SecretVault } from './secrets.ts'

/** The system's encryption. */
export interface Cipher {
  /** Returns its strength; `weak` means a password that every program knows. */
  strength(): Promise<'keyRing' | 'weak' | 'none'>
  encrypt(text: string): Promise<Buffer>
  /** `stale`: to be encrypted again, since there is a newer or a better key. */
  decrypt(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>
}

/**
 * Creates a vault in an encrypted file. Keys in a plain-text file, from a host without a key ring, are moved into it and that file is
 * removed. Without encryption, the plain-text file is used.
 */
export function createSealedVault(configDir: string, cipher: Cipher): SecretVault {
  const file = join(configDir, 'secrets.sealed')
  const clear = createFileVault(configDir)
  let strength: Awaited<ReturnType<Cipher['strength']>> = 'none'
  let unreadable = false

  /** Returns null when there is nothing, or it cannot be decrypted. */
  async function unseal(): Promise<{ readonly text: string; readonly stale: boolean } | null> {
    const sealed = await readFile(file).catch(() => null)
    if (sealed === null) return null
    const opened = strength === 'none' ? null : await cipher.decrypt(sealed).catch(() => null)
    unreadable = opened === null
    return opened
  }

  async function seal(text: string): Promise<void> {
    const sealed = await cipher.encrypt(text).catch(() => {
      // The original error may contain the text to be encrypted.
      throw new EvencastError('UNAVAILABLE', 'The system keychain did not store the key. Unlock it and try again.')
    })
    // The file may become readable again when the key ring is unlocked or restored.
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
      // Keys in the plain-text file were entered later, so they win.
      const text =
        taken.size === 0
          ? (opened?.text ?? null)
          : JSON.stringify(Object.fromEntries([...parseSecrets(opened?.text ?? null), ...taken]))
      if (text === null || (taken.size === 0 && !opened?.stale)) return text
      // When this fails, everything stays as it is until the next start.
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
