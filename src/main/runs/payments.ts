import { constants } from 'node:fs'
import { type FileHandle, open as openFile } from 'node:fs/promises'
import { EvencastError, systemCode } from '../domain/error.ts'
import { MIB, readRegular, UnfitFileError } from '../kit/read-regular.ts'
import { inSlices } from '../kit/slices.ts'
import {
  askedLine,
  createdLine,
  endedLine,
  type OpenPayment,
  type Payment,
  paymentId,
  type PaymentKey,
  type PaymentLine,
  type PaymentOutcome,
  takeLine,
} from './payment.ts'
import { startPaymentsOver } from './start-payments-over.ts'

/**
 * The journal of payments, an append-only file beside the catalog that outlives it. A request is on disk before it is sent to the service,
 * and the prediction's id before anything else is done with it.
 */
export interface Payments {
  /** Records a request. On disk once it resolves. A second call for the same attempt does nothing. */
  asked(payment: Payment): Promise<void>
  created(key: PaymentKey, predictionId: string): Promise<void>
  /** Records the end of a request. Does nothing without an earlier `asked`, as for an image that costs nothing. */
  ended(key: PaymentKey, outcome: PaymentOutcome, costUsd: number): Promise<void>
  open(): readonly OpenPayment[]
  close(): Promise<void>
}

const MOST_BYTES = 64 * MIB
/** Size above which the file is set aside at the next opening and a new one starts with the open payments. */
const LARGE_BYTES = 4 * MIB
/** Most open payments, far above what is in progress at a time; a forged file cannot cause more requests than this. */
const MOST_OPEN = 1000

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants

/** Opens the journal; `now` dates its lines. Throws BAD_INPUT when it is not a regular file, or is too large. */
export async function openPayments(
  file: string,
  now: () => Date,
): Promise<Payments & { readonly warning: string | null }> {
  const bytes = await read(file)
  const open = new Map<string, OpenPayment>()
  let unread = 0
  const lines = bytes.toString('utf8').split('\n')
  // A crash cut off a last line without a line break.
  const torn = lines.pop() !== ''
  await inSlices(lines, (line) => {
    if (!takeLine(open, line)) unread++
  })
  for (const id of [...open.keys()].slice(0, -MOST_OPEN)) open.delete(id)
  if (bytes.length > LARGE_BYTES) await startPaymentsOver(file, [...open.values()], now())
  const handle = await openToAppend(file)
  if (torn && bytes.length <= LARGE_BYTES) await handle.appendFile('\n')
  let writing: Promise<unknown> = Promise.resolve()

  /** Appends lines one after another, so that each is written whole. */
  const add = (line: PaymentLine, durable: boolean): Promise<void> => {
    const next = writing.then(async () => {
      await handle.appendFile(`${JSON.stringify(line)}\n`)
      if (durable) await handle.datasync()
    })
    writing = next.catch(() => {})
    return next
  }
  const at = (): string => now().toISOString()

  return {
    warning:
      unread === 0
        ? null
        : `${unread} lines of ${file} cannot be read and are skipped. Check replicate.com/predictions for images that were paid for.`,
    async asked(payment) {
      const id = paymentId(payment)
      if (open.has(id)) return
      await add(askedLine(payment), true)
      open.set(id, { ...payment, predictionId: null })
    },
    async created(key, predictionId) {
      const known = open.get(paymentId(key))
      if (!known || known.predictionId === predictionId) return
      await add(createdLine(key, predictionId, at()), true)
      open.set(paymentId(key), { ...known, predictionId })
    },
    async ended(key, outcome, costUsd) {
      if (!open.delete(paymentId(key))) return
      await add(endedLine(key, outcome, costUsd, at()), false)
    },
    open: () => [...open.values()],
    async close() {
      await writing
      await handle.close()
    },
  }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readRegular(file, MOST_BYTES)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return Buffer.alloc(0)
    if (error instanceof UnfitFileError) throw new EvencastError('BAD_INPUT', error.message, { cause: error })
    throw error
  }
}

async function openToAppend(file: string): Promise<FileHandle> {
  // The flags refuse a pipe without a reader at once, and do not follow a link.
  const handle = await openFile(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new EvencastError('BAD_INPUT', `${file} is no regular file. Remove it, then open the library.`)
}
