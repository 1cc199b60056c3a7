import type { BigIntStats } from 'node:fs'
import { access, constants, lstat, unlink } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { fileStamp } from '../../kit/read-regular.ts'
import { replaceStamped } from '../durable.ts'
import { readStampedIfThere } from '../json-file.ts'
import { captionTextOf } from './text.ts'

/** Bytes of caption files that are remembered: some 100,000 captions. */
const MOST_BYTES = 32 * 1024 * 1024
/** What remembering a file takes besides its content. */
const EACH_BYTES = 128

interface Remembered {
  /** As long as the file has it, nobody else has written. */
  readonly stamp: string
  readonly bytes: Buffer
  /** Written here in place of another: a look at the folder would find out nothing more than what it says. */
  readonly isOwn: boolean
}

/** Caption files by absolute path, remembered as they were last read or written, so that one is not read again before it changes. */
export interface CaptionFiles {
  /** Null when there is none. Throws as `readIfThere` does. */
  read(file: string): Promise<Buffer | null>
  /**
   * Brings a file from one content to another, both exact bytes in base64 (null: no file). Safe to repeat. Throws CONFLICT when neither
   * lies there: somebody else wrote it meanwhile. A power cut may take it back until the folder is synced.
   */
  exchange(file: string, from: string | null, to: string | null): Promise<void>
  /** Whether a file is still as `exchange` wrote it in place of another, and holds a caption. */
  isOwn(file: string): Promise<boolean>
}

export function createCaptionFiles(): CaptionFiles {
  /** By folder, the one that was used last at the end. */
  const folders = new Map<string, Map<string, Remembered>>()
  let total = 0

  const cost = ({ bytes }: Remembered): number => bytes.length + EACH_BYTES
  const known = (file: string): Remembered | undefined => {
    const [dir, name] = placeOf(file)
    return folders.get(dir)?.get(name)
  }

  function forget(file: string): void {
    const [dir, name] = placeOf(file)
    const before = folders.get(dir)?.get(name)
    if (!before) return
    total -= cost(before)
    folders.get(dir)?.delete(name)
  }

  function remember(file: string, now: Remembered): void {
    forget(file)
    const [dir, name] = placeOf(file)
    const own = folders.get(dir) ?? new Map<string, Remembered>()
    folders.delete(dir)
    folders.set(dir, own)
    own.set(name, now)
    total += cost(now)
    for (const [oldest, files] of folders) {
      if (total <= MOST_BYTES) return
      folders.delete(oldest)
      for (const each of files.values()) total -= cost(each)
    }
  }

  async function read(file: string, stats: BigIntStats | null): Promise<Buffer | null> {
    const before = known(file)
    if (before && stats && fileStamp(stats) === before.stamp) return before.bytes
    const found = await readStampedIfThere(file)
    if (found) remember(file, { ...found, isOwn: false })
    else forget(file)
    return found?.bytes ?? null
  }

  return {
    // One that is not remembered is opened anyway.
    read: async (file) => read(file, known(file) ? await statsOf(file) : null),
    async exchange(file, from, to) {
      const stats = await statsOf(file)
      const now = (await read(file, stats))?.toString('base64') ?? null
      if (now === to) return
      if (now !== from)
        throw new EvencastError(
          'CONFLICT',
          `${basename(file)} was changed by another app in the meantime. Check it and try again.`,
        )
      if (stats) await assertWritable(file, stats)
      forget(file)
      if (to === null) return unlink(file)
      const bytes = Buffer.from(to, 'base64')
      const isOwn = now !== null && Boolean(captionTextOf(basename(file), bytes)?.text)
      // Before the watch can tell of it.
      await replaceStamped(file, bytes, stats, (stamp) => remember(file, { stamp, bytes, isOwn }))
    },
    async isOwn(file) {
      const before = known(file)
      const stats = before?.isOwn ? await statsOf(file) : null
      return before !== undefined && stats !== null && fileStamp(stats) === before.stamp
    },
  }
}

/** A rename would replace it all the same, as would root: whoever made it read-only meant it. */
async function assertWritable(file: string, stats: BigIntStats): Promise<void> {
  const [mode, owner] = [Number(stats.mode), Number(stats.uid)]
  // Windows has no users here, and the attribute alone in the mode.
  const self = process.getuid?.() ?? owner
  const writable =
    owner === self || self === 0
      ? (mode & (owner === self ? 0o200 : 0o222)) !== 0
      : await access(file, constants.W_OK).then(
          () => true,
          () => false,
        )
  if (!writable)
    throw new EvencastError('UNAVAILABLE', `${basename(file)} is read-only. Allow writing to it and try again.`)
}

/** Folder and name of a path as `join` makes it: asked for so often that `dirname` and `basename` would be felt. */
function placeOf(file: string): readonly [dir: string, name: string] {
  const end = file.lastIndexOf(sep)
  return [file.slice(0, end), file.slice(end + 1)]
}

/** Null for what is not there, and for what cannot be looked at: reading it says why. */
const statsOf = (file: string): Promise<BigIntStats | null> => lstat(file, { bigint: true }).catch(() => null)
