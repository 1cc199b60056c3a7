import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Crop, cropKey, pictureVersion } from '../domain/crop.ts'
import { imageType } from '../kit/image-type.ts'
import type { ThumbnailJob } from './draw-thumbnail.ts'
import { createKeep, type Keep } from './keep-thumbnail.ts'
import { createSharedQueue } from './queue.ts'

export const THUMB_SIZES = [256, 512] as const
export type ThumbSize = (typeof THUMB_SIZES)[number]

interface ThumbnailSource {
  readonly file: string
  /** `pictureVersion` (`{bytes}-{mtimeNs}`) of the content to which `sha256` belongs; the hash is null until the content is read. */
  readonly version: string
  readonly sha256: string | null
  /** Part of the picture to show; all of it without a crop. */
  readonly crop?: Crop | null
}

/** Draws a thumbnail of an untrusted file: `drawThumbnail`, or the same in a separate process. */
type Draw = (job: ThumbnailJob) => Promise<Uint8Array | null>

export interface Thumbnails {
  /**
   * Returns a WebP of at most `size` px; null when the file cannot be shown as a picture. Rejects with ENOENT when there is no such file,
   * and with the signal's reason when it is aborted.
   */
  get(source: ThumbnailSource, size: ThumbSize, signal?: AbortSignal): Promise<Buffer | null>
}

/** Thumbnails in progress: two more than processors, which decode while others are sent or written, and at most libuv's four threads. */
const AT_ONCE = Math.min(4, availableParallelism() + 2)

/**
 * Creates thumbnails, drawn once and cached in `cacheDir`. The key is the content's SHA-256 where it is known, so that a moved, copied or
 * restored image already has its thumbnail; otherwise path, size and time of the file. `draw` decodes. Losing the cache loses nothing.
 */
export function createThumbnails({
  cacheDir,
  concurrency = AT_ONCE,
  draw = async (job) => (await drawing()).drawThumbnail(job),
}: {
  readonly cacheDir: string
  readonly concurrency?: number
  readonly draw?: Draw
}): Thumbnails {
  const queue = createSharedQueue<Buffer | null>(concurrency)
  const keep = createKeep()
  return {
    async get({ file, version, sha256, crop = null }, size, signal) {
      const { size: bytes, mtimeNs } = await stat(file, { bigint: true })
      const now = `${bytes}-${mtimeNs}`
      const content = sha256 !== null && pictureVersion(now, crop) === version ? sha256 : digest(`${file}\0${now}`)
      const key = crop ? digest(`${content}\0${cropKey(crop)}`) : content
      const cached = thumbnailFile(cacheDir, key, size)
      const larger = THUMB_SIZES.filter((other) => other > size).map((other) => thumbnailFile(cacheDir, key, other))
      const whole = await readWhole(cached)
      if (whole) return whole
      return queue.run(cached, () => make({ file, size, crop, cached, larger, draw, keep }), signal)
    },
  }
}

/** Loaded with the first picture, because it loads libvips. */
const drawing = () => import('./draw-thumbnail.ts')

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export const thumbnailFile = (cacheDir: string, key: string, size: ThumbSize): string =>
  join(cacheDir, key.slice(0, 2), `${key}-${size}.webp`)

/**
 * Reads a cached file; null when it is missing or incomplete, because it is still being written or was interrupted (it is written in place,
 * without fsync).
 */
async function readWhole(cached: string): Promise<Buffer | null> {
  // Checking the directory entry takes a tenth of the time of a failed read in another thread.
  if (!statSync(cached, { throwIfNoEntry: false })) return null
  const bytes = await readFile(cached).catch(() => null)
  if (bytes === null || imageType(bytes) !== 'image/webp') return null
  return bytes.readUInt32LE(4) + 8 === bytes.length ? bytes : null
}

interface Making {
  readonly file: string
  readonly size: ThumbSize
  readonly crop: Crop | null
  readonly cached: string
  /** Possible files of larger thumbnails of the same picture. */
  readonly larger: readonly string[]
  readonly draw: Draw
  readonly keep: Keep
}

async function make({ file, size, crop, cached, larger, draw, keep }: Making): Promise<Buffer | null> {
  const source = await firstWhole(larger)
  // A larger thumbnail is cropped already.
  const thumb = source ? await shrunk(source, size) : await drawn(draw, { file, size, crop })
  if (thumb !== null) await keep(cached, thumb)
  return thumb
}

async function shrunk(thumb: Buffer, size: number): Promise<Buffer | null> {
  const { shrink } = await drawing()
  return shrink(thumb, size, null).catch(() => null)
}

async function drawn(draw: Draw, job: ThumbnailJob): Promise<Buffer | null> {
  const bytes = await draw(job)
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Returns the first complete larger thumbnail, from which a smaller one can be made without decoding the picture again. */
async function firstWhole(files: readonly string[]): Promise<Buffer | null> {
  for (const file of files) {
    const bytes = await readWhole(file)
    if (bytes !== null) return bytes
  }
  return null
}
