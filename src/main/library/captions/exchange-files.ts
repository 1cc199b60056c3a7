import type { BigIntStats } from 'node:fs'
import { basename } from 'node:path'
import { EvencastError, messageOf, systemCode } from '../../domain/error.ts'
import { batchesOf } from '../../kit/batches-of.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { fileStamp } from '../../kit/read-regular.ts'
import type { ReplaceFault } from '../replace-files.ts'
import { type Laid, layNow, type Replacement, replaceStamped } from '../durable.ts'
import { type CaptionDisk, NOW, SHARED } from './caption-disk.ts'
import { captionTextOf } from './text.ts'

/** Change of a file from one content to another, both as exact bytes in base64 (null: no file). */
export interface CaptionExchange {
  /** Absolute path. */
  readonly file: string
  readonly from: string | null
  readonly to: string | null
}

/** While the file has the stamp `known`, it holds `from` and need not be read. */
export type KnownExchange = CaptionExchange & { readonly known: string | null }

/** A file that was written; `stamp` is null when it was removed. */
export interface Exchanged {
  readonly stamp: string | null
  /** True when it replaced another file and holds a caption. */
  readonly isOwn: boolean
}

interface Failed {
  readonly fault: ReplaceFault
}

/** Operations on many caption files that run in other threads. */
export interface CaptionThreads {
  readonly exchangeFiles: ExchangeFiles
  readonly stampsOf: typeof stampsOf
}

/** Returns the result of each exchange, in order; null when the file already had the right content. */
export type ExchangeFiles = (exchanges: readonly KnownExchange[]) => Promise<readonly (Exchanged | Failed | null)[]>

/** Files written concurrently, so that the disk's work on them overlaps. */
const FILES_AT_ONCE = 8
/** Files that are flushed before the first of them is renamed; each stays open until then. */
const WAVE = 128

/** For a thread that must not block. */
export const exchangeAmongOthers: ExchangeFiles = (exchanges) =>
  inParallel(exchanges, FILES_AT_ONCE, async (each) => {
    try {
      const due = await check(SHARED, each)
      if (due === null || !('content' in due)) return due
      return { stamp: await replaceStamped(due), isOwn: due.isOwn }
    } catch (error) {
      return failed(error)
    }
  })

/** For a thread that only does this. */
export async function exchangeFiles(exchanges: readonly KnownExchange[]): ReturnType<ExchangeFiles> {
  const done: (Exchanged | Failed | null)[] = []
  for (const wave of batchesOf(exchanges, WAVE)) {
    const laid = await inParallel(wave, WAVE, (each) => lay(each).catch(failed))
    // A higher concurrency would delay all other file operations of the program.
    const flushed = await inParallel(laid, FILES_AT_ONCE, async (each) => (isLaid(each) ? flush(each) : each))
    for (const each of flushed) done.push(isLaid(each) ? await put(each) : each)
  }
  return done
}

interface Laying {
  readonly exchange: CaptionExchange
  readonly laid: Laid
}
const isLaid = (each: Laying | Exchanged | Failed | null): each is Laying => each !== null && 'laid' in each

async function lay(exchange: KnownExchange): Promise<Laying | Exchanged | null> {
  const due = await check(NOW, exchange)
  return due && 'content' in due ? { exchange, laid: layNow(due) } : due
}

async function flush(each: Laying): Promise<Laying | Failed> {
  try {
    await each.laid.flush()
    return each
  } catch (error) {
    each.laid.close()
    return failed(error)
  }
}

/**
 * Checks the file again before the rename: another app, or the same exchange for an image that shares the file, may have written it during
 * the flush.
 */
async function put({ exchange, laid }: Laying): Promise<Exchanged | Failed | null> {
  try {
    const due = await check(NOW, { ...exchange, known: null })
    return due && 'content' in due ? { stamp: laid.put(), isOwn: due.isOwn } : due
  } catch (error) {
    return failed(error)
  } finally {
    laid.close()
  }
}

/** Returns the current stamps of files; null for missing ones. For a thread that only does this. */
export const stampsOf = async (files: readonly string[]): Promise<readonly (string | null)[]> => files.map(stampNow)

function stampNow(file: string): string | null {
  const stats = NOW.stats(file)
  return stats && fileStamp(stats)
}

/** A file to write. */
interface Due extends Replacement {
  readonly isOwn: boolean
}

/**
 * Returns the file to write, or null when it is done; a removal is done here. Safe to repeat. Throws CONFLICT when the file has neither
 * content, because another app wrote it meanwhile.
 */
async function check(disk: CaptionDisk, { file, from, to, known }: KnownExchange): Promise<Due | Exchanged | null> {
  const before = await disk.stats(file)
  const isKnown = before !== null && known !== null && fileStamp(before) === known
  const now = isKnown ? from : ((await disk.read(file))?.toString('base64') ?? null)
  if (now === to) return null
  if (now !== from) throw changedElsewhere(file)
  if (before && !(isWritable(before) ?? (await disk.mayWrite(file)))) throw readOnly(file)
  if (to === null) {
    await disk.remove(file)
    return { stamp: null, isOwn: false }
  }
  const content = Buffer.from(to, 'base64')
  return { file, content, before, isOwn: now !== null && Boolean(captionTextOf(basename(file), content)?.text) }
}

const failed = (error: unknown): Failed => ({ fault: { code: systemCode(error), message: messageOf(error) } })

/**
 * Returns false for a read-only file, which a rename or root would replace all the same although it was protected on purpose. Returns null
 * when only the system can tell.
 */
function isWritable(stats: BigIntStats): boolean | null {
  const [mode, owner] = [Number(stats.mode), Number(stats.uid)]
  // Windows reports no users here, and only the read-only attribute in the mode.
  const self = process.getuid?.() ?? owner
  return owner === self || self === 0 ? (mode & (owner === self ? 0o200 : 0o222)) !== 0 : null
}

const changedElsewhere = (file: string): EvencastError =>
  new EvencastError('CONFLICT', `${basename(file)} was changed by another app in the meantime. Check it and try again.`)

const readOnly = (file: string): EvencastError =>
  new EvencastError('UNAVAILABLE', `${basename(file)} is read-only. Allow writing to it and try again.`)
