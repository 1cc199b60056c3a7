import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EvencastError, systemCode } from '../../domain/error.ts'
import type { Bucket } from './bucket.ts'
import { explain } from './explain.ts'
import { fullKey, type Location } from './location.ts'

/** Writes an object to a new file, and removes the file when that fails. Returns the hash, size and ETag. */
export async function downloadTo(
  bucket: Bucket,
  location: Location,
  key: string,
  file: string,
  signal?: AbortSignal,
): Promise<{ readonly sha256: string; readonly bytes: number; readonly etag: string | null }> {
  const object = await bucket.get(fullKey(location, key), signal)
  try {
    await using target = await open(file, 'wx')
    const read = await readThrough(object, target.createWriteStream({ flush: true }), signal)
    if (read.bytes !== object.bytes || (object.sha256 !== null && object.sha256 !== read.sha256))
      throw new EvencastError('UPSTREAM', `${key} was damaged in transfer. Try again.`)
    return { ...read, etag: object.etag }
  } catch (error) {
    object.body.destroy()
    const code = systemCode(error)
    if (code === 'EEXIST') throw new EvencastError('CONFLICT', `The file ${file} already exists.`, { cause: error })
    await rm(file, { force: true })
    if (['ENOENT', 'ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(code))
      throw new EvencastError('UNAVAILABLE', `${file} cannot be written (${code}). Check its drive.`, { cause: error })
    throw explain(error, location, 'read objects')
  }
}

/** Hashes an object by reading it, even when its metadata contains a hash. */
export async function hashObject(
  bucket: Bucket,
  location: Location,
  key: string,
  signal?: AbortSignal,
): Promise<string> {
  const object = await bucket.get(fullKey(location, key), signal)
  const read = await readThrough(object, null, signal).catch((error: unknown) => {
    throw explain(error, location, 'read objects')
  })
  if (read.bytes !== object.bytes) throw new EvencastError('UPSTREAM', `${key} was damaged in transfer. Try again.`)
  return read.sha256
}

async function readThrough(
  { body }: { readonly body: NodeJS.ReadableStream },
  sink: NodeJS.WritableStream | null,
  signal: AbortSignal | undefined,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const tee = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, sink ? chunk : undefined)
    },
  })
  const options = signal ? { signal } : {}
  await (sink ? pipeline(body, tee, sink, options) : pipeline(body, tee.resume(), options))
  return { bytes, sha256: hash.digest('hex') }
}
