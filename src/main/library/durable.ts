import { randomUUID } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { systemCode } from '../domain/error.ts'
import { fileStamp } from '../kit/read-regular.ts'

/** Makes renames and new names in a folder survive a power cut. Windows cannot open folders and needs no such call. */
export async function syncDir(dir: string): Promise<void> {
  try {
    await using handle = await open(dir, 'r')
    await handle.sync()
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'].includes(systemCode(error))) throw error
  }
}

/** Flushes a file's content to the disk. A file that we may not write to was not written by us and is on disk already. */
export async function syncFile(file: string): Promise<void> {
  try {
    await using handle = await open(file, 'r+')
    await handle.sync()
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(systemCode(error))) throw error
  }
}

/**
 * Replaces a file atomically: a reader sees the old content or the new one, even after a crash. The folder must exist. A link of that name
 * is replaced and not followed, because its target may be outside.
 */
export async function writeAtomic(file: string, content: string | Buffer): Promise<void> {
  await replaceFile(file, content)
  await syncDir(dirname(file))
}

/** Same as `writeAtomic` without the last step: a power cut may restore the old content until the folder is synced (`syncDir`). */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  await replaceStamped({ file, content, before: await lstat(file, { bigint: true }).catch(() => null) })
}

/** A file to replace. */
export interface Replacement {
  /** Absolute path; its folder must exist. */
  readonly file: string
  readonly content: string | Buffer
  /** Stats of the existing file; null when there is none. */
  readonly before: BigIntStats | null
}

/** Same as `replaceFile`, when the existing file is known. Returns the new file's stamp. */
export async function replaceStamped({ file, content, before }: Replacement): Promise<string> {
  const temp = temporaryOf(file)
  try {
    await using handle = await open(temp, NEW_FILE, modeOf(before))
    await handle.writeFile(content)
    await handle.sync()
    const stamp = fileStamp(await handle.stat({ bigint: true }))
    await rename(temp, file)
    return stamp
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL

const temporaryOf = (file: string): string => join(dirname(file), `.${basename(file)}.${randomUUID().slice(-12)}.tmp`)

const modeOf = (before: BigIntStats | null): number => (before?.isFile() ? Number(before.mode) & 0o777 : 0o666)

const flushed = promisify(fsync)

/** New content of a file, in a temporary file next to it. */
export interface Laid {
  flush(): Promise<void>
  /** Renames it into place, after `flush`. Returns the new file's stamp. */
  put(): string
  /** Closes the temporary file, and removes it unless `put` was called. */
  close(): void
}

/**
 * Splits `replaceStamped` into steps, for a thread that only does this: asking other threads to open, stat, rename and close a small file
 * takes longer than the calls themselves. Only `flush` is asynchronous. A rename in a folder waits while its disk flushes, so all of many
 * files are flushed before the first is renamed.
 */
export function layNow({ file, content, before }: Replacement): Laid {
  const temp = temporaryOf(file)
  const handle = openSync(temp, NEW_FILE, modeOf(before))
  let left: string | null = temp
  const close = (): void => {
    closeSync(handle)
    if (left !== null) rmSync(left, { force: true })
  }
  try {
    writeFileSync(handle, content)
  } catch (error) {
    close()
    throw error
  }
  return {
    flush: () => flushed(handle),
    put() {
      const stamp = fileStamp(fstatSync(handle, { bigint: true }))
      renameSync(temp, file)
      left = null
      return stamp
    },
    close,
  }
}
