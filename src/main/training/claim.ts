import { access, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvencastError, systemCode } from '../domain/error.ts'
import type { TrainerName } from '../domain/training/trainer.ts'
import { sha256Of } from '../kit/sha256.ts'
import { type Lock, LOCK_FILE, readLock } from './lock.ts'

/**
 * Checks that an export may be written into a folder: an empty one, one that does not exist yet, or an earlier export of the same set for
 * the same trainer that nobody changed by hand since. Returns that export's lock. Throws CONFLICT for any other.
 */
export async function claimFolder(
  dir: string,
  wanted: { readonly trainer: TrainerName; readonly name: string },
): Promise<Lock | null> {
  const names = await readdir(dir).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return []
    if (systemCode(cause) === 'ENOTDIR')
      throw new EvencastError('CONFLICT', `${dir} is a file. Choose another folder.`, { cause })
    throw new EvencastError('UNAVAILABLE', `${dir} cannot be read. Check its permissions.`, { cause })
  })
  if (names.length === 0) return null
  const lock = await readLock(dir)
  if (!lock)
    throw new EvencastError(
      'CONFLICT',
      `${dir} is not empty, and what is in it is no export of Evencast. Choose another folder.`,
    )
  if (lock.trainer !== wanted.trainer || lock.name !== wanted.name)
    throw new EvencastError('CONFLICT', `${dir} holds ${lock.name} for ${lock.trainer}. Choose another folder.`)
  await assertUnlinked(dir)
  await assertUnchanged(dir, lock)
  return lock
}

/** Refuses links, through which writes and deletions would reach other folders; our exports contain none. */
async function assertUnlinked(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const link = entries.find((entry) => !entry.isFile() && !entry.isDirectory())
  if (link)
    throw new EvencastError(
      'CONFLICT',
      `${join(link.parentPath, link.name)} is a link or no regular file. Export to another folder, or delete it first.`,
    )
}

/** Refuses to overwrite files that somebody edited by hand, such as a configuration. */
async function assertUnchanged(dir: string, lock: Lock): Promise<void> {
  if (lock.state === 'writing') return
  for (const [name, hash] of Object.entries(lock.files)) {
    if (hash === null) continue
    const found = await sha256Of(join(dir, name)).catch(() => null)
    if (found === null || found === hash) continue
    throw new EvencastError(
      'CONFLICT',
      `${join(dir, name)} was changed since it was exported. Export to another folder, or delete that file first.`,
    )
  }
}

/** Checks that the names to be written are free, or belong to the earlier export. */
export async function assertFree(dir: string, before: Lock | null, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (before && Object.hasOwn(before.files, name)) continue
    if (
      await access(join(dir, name)).then(
        () => true,
        () => false,
      )
    )
      throw new EvencastError(
        'CONFLICT',
        `${join(dir, name)} is there already and was not exported. Move it away, or export to another folder.`,
      )
  }
}

/** Removes files of an earlier export that this one does not have, and folders that are empty then. */
export async function removeStale(
  dir: string,
  before: Lock | null,
  kept: Readonly<Record<string, unknown>>,
): Promise<void> {
  const stale = Object.keys(before?.files ?? {}).filter((name) => !Object.hasOwn(kept, name) && name !== LOCK_FILE)
  for (const name of stale) await rm(join(dir, name), { force: true })
  const folders = new Set(stale.map((name) => dirname(name)).filter((name) => name !== '.'))
  for (const folder of folders) await rmdir(join(dir, folder)).catch(() => undefined)
}
