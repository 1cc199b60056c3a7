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
  /** For who reads many: which of these changed since they were remembered is asked now, of another thread and not of one file after the other. */
  reader(files: readonly string[]): Promise<CaptionFiles['read']>
  /**
   * Brings files from one content to another; null for each that is as it should be now. Safe to repeat. CONFLICT where neither content
   * lies there: somebody else wrote it meanwhile. A power cut may take it back until the folder is synced.
   */
  exchange(exchanges: readonly CaptionExchange[]): Promise<readonly (Error | null)[]>
  /** Whether all are still as `exchange` wrote them in place of others, and hold captions. */
  areOwn(files: readonly string[]): Promise<boolean>
}

/** Fewer are written from here: a thread that has to be started takes longer. */
const WORTH_WRITING = 32
/** Fewer are looked at from here. */
const WORTH_LOOKING = 500
/** Files that one thread looks at in one go. */
const LOOKED_AT = 1000

export function createCaptionFiles(elsewhere: CaptionThreads = { exchangeFiles, stampsOf }): CaptionFiles {
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
    // What other threads had done when they ended is found done.
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

  /** Until then nobody here knows the stamps of what is being written. */
  const underWay = new Set<Promise<unknown>>()

  // One that is not remembered is opened anyway.
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
      // Where threads have ended, nobody knows: the folder is looked at.
      const stamps = many ? await elsewhere.stampsOf(files).catch(() => []) : await Promise.all(files.map(stampOf))
      return expected.every((each, at) => each?.stamp === stamps[at])
    },
  }
}

/** As it was before it was told by another thread. */
function errorOf(file: string, { code, message }: ReplaceFault): Error {
  const own = ERROR_CODES.find((each) => each === code)
  return own ? new EvencastError(own, message) : Object.assign(new Error(message), { code, path: file })
}

/** Folder and name of a path as `join` makes it: asked for so often that `dirname` and `basename` would be felt. */
function placeOf(file: string): readonly [dir: string, name: string] {
  const end = file.lastIndexOf(sep)
  return [file.slice(0, end), file.slice(end + 1)]
}

/** Null for what is not there, and for what cannot be looked at: reading it says why. */
const stampOf = (file: string): Promise<string | null> => lstat(file, { bigint: true }).then(fileStamp, () => null)
