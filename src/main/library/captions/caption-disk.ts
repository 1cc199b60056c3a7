import { accessSync, type BigIntStats, constants, lstatSync, unlinkSync } from 'node:fs'
import { access, lstat, unlink } from 'node:fs/promises'
import { readIfThere, readNowIfThere } from '../json-file.ts'

type Awaitable<T> = T | Promise<T>

/** Disk operations that writing captions needs. */
export interface CaptionDisk {
  /** Returns null when the file is missing or cannot be examined; reading it reports why. */
  stats(file: string): Awaitable<BigIntStats | null>
  read(file: string): Awaitable<Buffer | null>
  mayWrite(file: string): Awaitable<boolean>
  remove(file: string): Awaitable<void>
}

/** For a thread that must not block. */
export const SHARED: CaptionDisk = {
  stats: (file) => lstat(file, { bigint: true }).catch(() => null),
  read: readIfThere,
  mayWrite: (file) =>
    access(file, constants.W_OK).then(
      () => true,
      () => false,
    ),
  remove: unlink,
}

/** For a thread that only does this: asking another thread about a small file takes longer than the call itself. */
export const NOW = {
  stats(file) {
    try {
      return lstatSync(file, { bigint: true })
    } catch {
      return null
    }
  },
  read: readNowIfThere,
  mayWrite(file) {
    try {
      accessSync(file, constants.W_OK)
      return true
    } catch {
      return false
    }
  },
  remove: unlinkSync,
} satisfies CaptionDisk
