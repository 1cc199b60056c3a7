import { accessSync, type BigIntStats, constants, lstatSync, unlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { EvencastError, messageOf, systemCode } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { fileStamp } from '../../kit/read-regular.ts'
import { replaceNow } from '../durable.ts'
import { readNowIfThere } from '../json-file.ts'
import type { ReplaceFault } from '../replace-files.ts'
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

/** What became of each, in their order; null: it was as it should be. */
export type ExchangeFiles = (
  exchanges: readonly KnownExchange[],
) => Promise<readonly (Exchanged | { readonly fault: ReplaceFault } | null)[]>

/** Side by side, so that they share what the disk does for each. */
const FILES_AT_ONCE = 8

/** As `CaptionFiles.exchange` does one, for a thread with nothing else to do. */
export const exchangeFiles: ExchangeFiles = (exchanges) =>
  inParallel(exchanges, FILES_AT_ONCE, (each) =>
    exchangeNow(each).catch((error: unknown) => ({
      fault: { code: systemCode(error), message: messageOf(error) },
    })),
  )

async function exchangeNow({ file, from, to, known }: KnownExchange): Promise<Exchanged | null> {
  const stats = statsOf(file)
  const isKnown = stats !== null && known !== null && fileStamp(stats) === known
  const now = isKnown ? from : (readNowIfThere(file)?.toString('base64') ?? null)
  if (now === to) return null
  if (now !== from) throw changedElsewhere(file)
  if (stats && !(isWritable(stats) ?? mayWrite(file))) throw readOnly(file)
  if (to === null) {
    unlinkSync(file)
    return { stamp: null, isOwn: false }
  }
  const bytes = Buffer.from(to, 'base64')
  const isOwn = now !== null && Boolean(captionTextOf(basename(file), bytes)?.text)
  return { stamp: await replaceNow(file, bytes, stats), isOwn }
}

/** Null for what is not there, and for what cannot be looked at: reading it says why. */
function statsOf(file: string): BigIntStats | null {
  try {
    return lstatSync(file, { bigint: true })
  } catch {
    return null
  }
}

function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A rename would replace a read-only file all the same, as would root: whoever made it so meant it. Null where only the system knows.
 */
export function isWritable(stats: BigIntStats): boolean | null {
  const [mode, owner] = [Number(stats.mode), Number(stats.uid)]
  // Windows has no users here, and the attribute alone in the mode.
  const self = process.getuid?.() ?? owner
  return owner === self || self === 0 ? (mode & (owner === self ? 0o200 : 0o222)) !== 0 : null
}

export const changedElsewhere = (file: string): EvencastError =>
  new EvencastError('CONFLICT', `${basename(file)} was changed by another app in the meantime. Check it and try again.`)

export const readOnly = (file: string): EvencastError =>
  new EvencastError('UNAVAILABLE', `${basename(file)} is read-only. Allow writing to it and try again.`)
