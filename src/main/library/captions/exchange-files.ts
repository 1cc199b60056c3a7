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

/** A file that is brought from one content to another, both exact bytes in base64 (null: no file). */
export interface CaptionExchange {
  /** Absolute path. */
  readonly file: string
  readonly from: string | null
  readonly to: string | null
}

/** `known`: as long as the file has this stamp it holds `from`, and need not be read. */
export type KnownExchange = CaptionExchange & { readonly known: string | null }

/** A file that was written; `stamp`: null where it was removed. */
export interface Exchanged {
  readonly stamp: string | null
  /** Written in place of another, and it holds a caption. */
  readonly isOwn: boolean
}

interface Failed {
  readonly fault: ReplaceFault
}

/** What other threads do with many caption files. */
export interface CaptionThreads {
  readonly exchangeFiles: ExchangeFiles
  readonly stampsOf: typeof stampsOf
}

/** What became of each, in their order; null: it was as it should be. */
export type ExchangeFiles = (exchanges: readonly KnownExchange[]) => Promise<readonly (Exchanged | Failed | null)[]>

/** Side by side, so that they share what the disk does for each. */
const FILES_AT_ONCE = 8
/** Files that are flushed before the first of them is put in its place; each is open until then. */
const WAVE = 128

/** For a thread that others wait for. */
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

/** For a thread with nothing else to do. */
export async function exchangeFiles(exchanges: readonly KnownExchange[]): ReturnType<ExchangeFiles> {
  const done: (Exchanged | Failed | null)[] = []
  for (const wave of batchesOf(exchanges, WAVE)) {
    const laid = await inParallel(wave, WAVE, (each) => lay(each).catch(failed))
    // More of them would keep whatever else the program asks of its files waiting in one line.
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

/** Looks at the file again: another app, or the same exchange of an image that shares it, may have written it while the wave was flushed. */
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

/** Stamps of files as they are now; null for what is not there. For a thread with nothing else to do. */
export const stampsOf = async (files: readonly string[]): Promise<readonly (string | null)[]> => files.map(stampNow)

function stampNow(file: string): string | null {
  const stats = NOW.stats(file)
  return stats && fileStamp(stats)
}

/** What is to be written. */
interface Due extends Replacement {
  readonly isOwn: boolean
}

/** What is to be written, unless it is done. Safe to repeat. Throws CONFLICT where neither content lies there: somebody else wrote it meanwhile. */
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
 * A rename would replace a read-only file all the same, as would root: whoever made it so meant it. Null where only the system knows.
 */
function isWritable(stats: BigIntStats): boolean | null {
  const [mode, owner] = [Number(stats.mode), Number(stats.uid)]
  // Windows has no users here, and the attribute alone in the mode.
  const self = process.getuid?.() ?? owner
  return owner === self || self === 0 ? (mode & (owner === self ? 0o200 : 0o222)) !== 0 : null
}

const changedElsewhere = (file: string): EvencastError =>
  new EvencastError('CONFLICT', `${basename(file)} was changed by another app in the meantime. Check it and try again.`)

const readOnly = (file: string): EvencastError =>
  new EvencastError('UNAVAILABLE', `${basename(file)} is read-only. Allow writing to it and try again.`)
