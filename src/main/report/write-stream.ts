import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EvencastError, systemCode } from '../domain/error.ts'

/**
 * Writes chunks to a file, which appears under its name once it is complete. The caller's dialog has already confirmed replacing an
 * existing file.
 */
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
