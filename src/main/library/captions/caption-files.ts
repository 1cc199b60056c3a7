import { lstat } from 'node:fs/promises'
import { sep } from 'node:path'
import { ERROR_CODES, EvencastError } from '../../domain/error.ts'
import { batchesOf } from '../../kit/batches-of.ts'
import { fileStamp } from '../../kit/read-regular.ts'
import { inSlices } from '../../kit/slices.ts'
import { readStampedIfThere } from '../json-file.ts'
import type { ReplaceFault } from '../replace-files.ts'
import {
  type CaptionExchange,
  type CaptionThreads,
  exchangeAmongOthers,
  exchangeFiles,
  stampsOf,
} from './exchange-files.ts'

/** Most bytes of caption files in the cache: about 100,000 captions. */
const MOST_BYTES = 32 * 1024 * 1024
/** Memory per cached file besides its content. */
const EACH_BYTES = 128

interface Remembered {
  /** The content is valid while the file has this stamp. */
  readonly stamp: string
  readonly bytes: Buffer
  /** True when it replaced another file and was written here, so that scanning the folder would find nothing new. */
  readonly isOwn: boolean
}

/** Cache of caption files by absolute path, as last read or written, so that a file is only read again after it changes. */
export interface CaptionFiles {
  /** Reads a file; null when there is none. Throws as `readIfThere` does. */
  read(file: string): Promise<Buffer | null>
  /** Returns a `read` for many files: another thread checks at once which of them changed since they were cached. */
  reader(files: readonly string[]): Promise<CaptionFiles['read']>
  /**
   * Changes files from one content to another; returns null for each file with the right content. Safe to repeat. Returns CONFLICT when the
   * file has neither content, because another app wrote it meanwhile. A power cut may undo the change until the folder is synced.
   */
  exchange(exchanges: readonly CaptionExchange[]): Promise<readonly (Error | null)[]>
  /** Returns true when all files hold captions and are unchanged since `exchange` replaced them. */
  areOwn(files: readonly string[]): Promise<boolean>
}

/** Number of files from which other threads write them; starting a thread takes longer than writing fewer. */
const WORTH_WRITING = 32
/** Number of files from which other threads check them. */
const WORTH_LOOKING = 500
/** Files that one thread checks per call. */
const LOOKED_AT = 1000

export function createCaptionFiles(elsewhere: CaptionThreads = { exchangeFiles, stampsOf }): CaptionFiles {
  /** By folder, least recently used first. */
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

  async function read(file: string, stamp: string | null): Promise<Buffer | null> {
    const before = known(file)
    if (before && stamp === before.stamp) return before.bytes
    const found = await readStampedIfThere(file)
    if (found) remember(file, { ...found, isOwn: false })
    else forget(file)
    return found?.bytes ?? null
  }

  async function exchange(exchanges: readonly CaptionExchange[]): Promise<readonly (Error | null)[]> {
    const jobs = exchanges.map((each) => {
      const before = known(each.file)
      const isFrom = before !== undefined && before.bytes.toString('base64') === each.from
      return { ...each, known: isFrom ? before.stamp : null }
    })
    // When the threads have failed, files that they already wrote count as done.
    const others = jobs.length < WORTH_WRITING ? null : await elsewhere.exchangeFiles(jobs).catch(() => null)
    const done = others ?? (await exchangeAmongOthers(jobs))
    return exchanges.map(({ file, to }, at) => {
      const result = done[at] ?? null
      if (result === null) return null
      forget(file)
      if ('fault' in result) return errorOf(file, result.fault)
      const { stamp, isOwn } = result
      if (stamp !== null && to !== null) remember(file, { stamp, bytes: Buffer.from(to, 'base64'), isOwn })
      return null
    })
  }

  /** Exchanges in progress, whose stamps are not known yet. */
  const underWay = new Set<Promise<unknown>>()

  // A file that is not cached is opened in any case, so it needs no stamp.
  const readOne = async (file: string) => read(file, known(file) ? await stampOf(file) : null)

  return {
    read: readOne,
    async reader(files) {
      const remembered: string[] = []
      await inSlices(files, (file) => {
        if (known(file)) remembered.push(file)
      })
      if (remembered.length < WORTH_LOOKING) return readOne
      const looks = batchesOf(remembered, LOOKED_AT).map((some) => elsewhere.stampsOf(some))
      const stamps = await Promise.all(looks).catch(() => null)
      if (!stamps) return readOne
      const stampNow = new Map(stamps.flat().map((stamp, at) => [remembered[at], stamp]))
      return (file) => read(file, stampNow.get(file) ?? null)
    },
    async exchange(exchanges) {
      const work = exchange(exchanges)
      underWay.add(work)
      try {
        return await work
      } finally {
        underWay.delete(work)
      }
    },
    async areOwn(files) {
      await Promise.all(underWay)
      const expected = files.map(known)
      if (!expected.every((each) => each?.isOwn)) return false
      const many = files.length >= WORTH_LOOKING
      // When the threads have failed, the answer is no and the folder is scanned.
      const stamps = many ? await elsewhere.stampsOf(files).catch(() => []) : await Promise.all(files.map(stampOf))
      return expected.every((each, at) => each?.stamp === stamps[at])
    },
  }
}

/** Restores the error that another thread reported. */
function errorOf(file: string, { code, message }: ReplaceFault): Error {
  const own = ERROR_CODES.find((each) => each === code)
  return own ? new EvencastError(own, message) : Object.assign(new Error(message), { code, path: file })
}

/** Splits a path made by `join` into folder and name; `dirname` and `basename` would be too slow for so many calls. */
function placeOf(file: string): readonly [dir: string, name: string] {
  const end = file.lastIndexOf(sep)
  return [file.slice(0, end), file.slice(end + 1)]
}

/** Returns a file's stamp; null when it is missing or cannot be examined. Reading it reports why. */
const stampOf = (file: string): Promise<string | null> => lstat(file, { bigint: true }).then(fileStamp, () => null)
