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
 * The journal of payments, a file beside the catalogue that outlives it: lines are only ever added. What a service may be paid for is on
 * the disk before it is asked, and the prediction's id before anything else is done with it.
 */
export interface Payments {
  /** On the disk once it resolves. Again for the same attempt it does nothing. */
  asked(payment: Payment): Promise<void>
  created(key: PaymentKey, predictionId: string): Promise<void>
  /** Does nothing for what was never asked for, as an image that costs nothing. */
  ended(key: PaymentKey, outcome: PaymentOutcome, costUsd: number): Promise<void>
  open(): readonly OpenPayment[]
  close(): Promise<void>
}

const MOST_BYTES = 64 * MIB
/** Above this the file is put aside at the next opening, and what is open goes on in a new one. */
const LARGE_BYTES = 4 * MIB
/** Far more than are under way at one time: what a forged file names beyond it is not asked for. */
const MOST_OPEN = 1000

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants

/** Opens the journal, `now` for its lines. Throws BAD_INPUT when it is no regular file, or larger than any such file. */
export async function openPayments(
  file: string,
  now: () => Date,
): Promise<Payments & { readonly warning: string | null }> {
  const bytes = await read(file)
  const open = new Map<string, OpenPayment>()
  let unread = 0
  const lines = bytes.toString('utf8').split('\n')
  // A line without its end was cut short by a crash.
  const torn = lines.pop() !== ''
  await inSlices(lines, (line) => {
    if (!takeLine(open, line)) unread++
  })
  for (const id of [...open.keys()].slice(0, -MOST_OPEN)) open.delete(id)
  if (bytes.length > LARGE_BYTES) await startPaymentsOver(file, [...open.values()], now())
  const handle = await openToAppend(file)
  if (torn && bytes.length <= LARGE_BYTES) await handle.appendFile('\n')
  let writing: Promise<unknown> = Promise.resolve()

  /** One after the other, each whole. */
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
  // A pipe that nobody reads is refused at once, and a link is not followed.
  const handle = await openFile(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new EvencastError('BAD_INPUT', `${file} is no regular file. Remove it, then open the library.`)
}
