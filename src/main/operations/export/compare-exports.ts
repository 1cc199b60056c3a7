import { basename, dirname, resolve } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { compareLocks, type ExportChanges } from '../../training/compare-locks.ts'
import { type Lock, LOCK_FILE, readLock } from '../../training/lock.ts'

export type { MixPart } from '../../training/compare-locks.ts'

/** An export with its folder and its name, which defaults to that of the folder. */
export interface ExportVersion {
  readonly name: string
  readonly dir: string
  readonly lock: Lock
}

/** Returns what changed between two exports, wherever they are. Each is given as a folder or as its lock file. */
export async function compareExports(
  before: string,
  after: string,
): Promise<{ readonly before: ExportVersion; readonly after: ExportVersion; readonly changes: ExportChanges }> {
  const [old, now] = [await versionAt(before), await versionAt(after)]
  return { before: old, after: now, changes: compareLocks(old.lock, now.lock) }
}

async function versionAt(path: string): Promise<ExportVersion> {
  const full = resolve(path)
  const dir = basename(full) === LOCK_FILE ? dirname(full) : full
  const lock = await readLock(dir)
  if (lock) return { name: lock.label ?? basename(dir), dir, lock }
  throw new EvencastError('BAD_INPUT', `${dir} is no export of Evencast: it holds no ${LOCK_FILE}.`)
}
