import { constants } from 'node:fs'
import { copyFile, open as openFile, rename, rm } from 'node:fs/promises'
import { askedLine, createdLine, type OpenPayment } from './payment.ts'

/** Keeps the old file as `money-{time}.jsonl` and starts a new one with the open payments; a crash leaves either file whole. */
export async function startPaymentsOver(file: string, open: readonly OpenPayment[], now: Date): Promise<void> {
  const aside = file.replace(/\.jsonl$/, `-${now.toISOString().replaceAll(':', '-')}.jsonl`)
  await copyFile(file, aside, constants.COPYFILE_EXCL)
  const temp = `${file}.tmp`
  await rm(temp, { force: true })
  const lines = open.flatMap((payment) => [
    askedLine(payment),
    ...(payment.predictionId === null ? [] : [createdLine(payment, payment.predictionId, payment.askedAt)]),
  ])
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  await using handle = await openFile(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  await handle.writeFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await handle.sync()
  await rename(temp, file)
}
