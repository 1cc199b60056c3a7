import { accessSync, type BigIntStats, constants, lstatSync, unlinkSync } from 'node:fs'
import { access, lstat, unlink } from 'node:fs/promises'
import { readIfThere, readNowIfThere } from '../json-file.ts'

type Awaitable<T> = T | Promise<T>

/** What is asked of the disk to write captions. */
export interface CaptionDisk {
  /** Null for what is not there, and for what cannot be looked at: reading it says why. */
  stats(file: string): Awaitable<BigIntStats | null>
  read(file: string): Awaitable<Buffer | null>
  mayWrite(file: string): Awaitable<boolean>
  remove(file: string): Awaitable<void>
}

/** By a thread that others wait for. */
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

/** By a thread with nothing else to do: to ask others to look at a small file takes longer than to look at it. */
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
