import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'

/** A file's bytes on their way to a bucket. */
export interface Content {
  readonly bytes: number
  readonly type: string
  /** Hex, as is `md5`. */
  readonly sha256: string
  readonly md5: string
  /** New on each call. */
  body(): Buffer | Readable
}

/**
 * Up to this size a file is held in memory, so that a failed request can be repeated; above it is read a second time as it is sent.
 * Signing hashes the whole buffer in one go, which at this size takes some 5 ms.
 */
export const MAX_BUFFERED_BYTES = 8 * 1024 * 1024

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
  const buffered = (await stat(file)).size <= MAX_BUFFERED_BYTES
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  const chunks: Buffer[] = []
  let bytes = 0
  const source = createReadStream(file, { highWaterMark: 256 * 1024, ...(signal && { signal }) })
  for await (const chunk of source.iterator()) {
    if (!Buffer.isBuffer(chunk)) continue
    sha256.update(chunk)
    md5.update(chunk)
    bytes += chunk.length
    if (buffered) chunks.push(chunk)
  }
  return {
    bytes,
    type: TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    sha256: sha256.digest('hex'),
    md5: md5.digest('hex'),
    body: () => (buffered ? Buffer.concat(chunks) : createReadStream(file)),
  }
}

/** A few bytes of our own. */
export function contentOf(text: string): Content {
  const data = Buffer.from(text)
  return {
    bytes: data.length,
    type: 'text/plain; charset=utf-8',
    sha256: createHash('sha256').update(data).digest('hex'),
    md5: createHash('md5').update(data).digest('hex'),
    body: () => data,
  }
}
