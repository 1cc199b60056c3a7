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

/** Forces a file's content to the disk. One that may not be written to was not written by us: it is there already. */
export async function syncFile(file: string): Promise<void> {
  try {
    await using handle = await open(file, 'r+')
    await handle.sync()
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(systemCode(error))) throw error
  }
}

/**
 * Replaces a file as a whole: a reader, or a crash, sees the old content or the new one. The folder must exist. A link of that name is
 * replaced, never written through: what it leads to may be anybody's.
 */
export async function writeAtomic(file: string, content: string | Buffer): Promise<void> {
  await replaceFile(file, content)
  await syncDir(dirname(file))
}

/** As `writeAtomic`, but for the last step: a power cut may bring the old content back until the folder is synced (`syncDir`). */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  await replaceStamped({ file, content, before: await lstat(file, { bigint: true }).catch(() => null) })
}

/** A file that is to be written as a whole. */
export interface Replacement {
  /** Absolute path; its folder must exist. */
  readonly file: string
  readonly content: string | Buffer
  /** What lies there; null: nothing. */
  readonly before: BigIntStats | null
}

/** As `replaceFile`, for who knows what lies there. Answers the new file's stamp. */
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

/** New content of a file, beside it until it takes its place. */
export interface Laid {
  flush(): Promise<void>
  /** After `flush`. Answers the new file's stamp. */
  put(): string
  /** Takes it away again, and tidies up after `put`. */
  close(): void
}

/**
 * As `replaceStamped` in its steps, for a thread with nothing else to do: to ask other threads to open, look at, rename and close a small
 * file takes longer than the four of them. Only `flush` lets others have their turn. While a disk flushes, a rename in the same folder waits
 * for it: of many files all are flushed before the first is put in its place.
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
