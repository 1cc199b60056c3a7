import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { readSmall } from '../../kit/read-regular.ts'

/** The bytes of a file to be uploaded. */
export interface Content {
  readonly bytes: number
  readonly type: string
  /** Hex, as is `md5`. */
  readonly sha256: string
  readonly md5: string
  /** Returns a new body on each call. */
  body(): Buffer | Readable
}

/**
 * Largest file that is held in memory, so that a failed request can be retried; a larger one is read again while it is sent. Signing hashes
 * the whole buffer in one go, about 5 ms at this size.
 */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

export async function readContent(file: string, signal?: AbortSignal): Promise<Content> {
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
  const small = await readSmall(file, MAX_BUFFERED_BYTES)
  signal?.throwIfAborted()
  if (small !== null) return { ...contentOf(small), type }
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024, ...(signal && { signal }) })) {
    if (!Buffer.isBuffer(chunk)) continue
    sha256.update(chunk)
    md5.update(chunk)
    bytes += chunk.length
  }
  return { bytes, type, sha256: sha256.digest('hex'), md5: md5.digest('hex'), body: () => createReadStream(file) }
}

/** Wraps bytes in memory: a file, or a few bytes of our own. */
export function contentOf(data: Buffer): Content {
  return {
    bytes: data.length,
    type: 'text/plain; charset=utf-8',
    sha256: hash('sha256', data),
    md5: hash('md5', data),
    body: () => data,
  }
}
