import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EvencastError, systemCode } from '../domain/error.ts'

/** Writes what comes, piece by piece; the file appears once it is whole. Whether it may replace another one the dialog has asked. */
export async function writeStream(path: string, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  const part = `${path}.part`
  try {
    await pipeline(Readable.from(chunks), createWriteStream(part))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    const code = systemCode(error)
    if (error instanceof EvencastError || code === '') throw error
    throw new EvencastError('UNAVAILABLE', `The file could not be written (${code}). Choose another place.`)
  }
}
