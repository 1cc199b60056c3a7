import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { EvencastError, systemCode } from '../domain/error.ts'
import type { SecretVault } from './secrets.ts'

/** Creates a vault in a file that only its owner may read, for hosts without a key ring. */
export function createFileVault(configDir: string): SecretVault {
  const file = join(configDir, 'secrets.json')
  return {
    read: () => readFile(file, 'utf8').catch(() => null),
    write: (text) => writePrivate(file, text),
    clear: () => rm(file, { force: true }),
    guard: () => 'file',
  }
}

/** Writes a file atomically, readable by its owner only. */
export async function writePrivate(file: string, content: string | Buffer): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFileAtomic(file, content, { mode: 0o600, fsync: true })
    // The mode above applies to a new file only.
    await chmod(file, 0o600)
  } catch (error) {
    const problem = `The key cannot be saved to ${file} (${systemCode(error)}). Check its permissions.`
    throw new EvencastError('UNAVAILABLE', problem, { cause: error })
  }
}
