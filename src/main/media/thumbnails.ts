import { createHash } from 'node:crypto'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import writeFileAtomic from 'write-file-atomic'
import { createSharedQueue } from './queue.ts'
import { DECODE_SECONDS, decodable, readImageBytes } from '../kit/image-bytes.ts'
import { imageType } from '../kit/image-type.ts'

export const THUMB_SIZES = [256, 512] as const
export type ThumbSize = (typeof THUMB_SIZES)[number]

export interface ThumbnailSource {
  readonly file: string
  /** `{bytes}-{mtimeNs}` of the content that `sha256` is of; null: not read yet. */
  readonly version: string
  readonly sha256: string | null
}

export interface Thumbnails {
  /**
   * A WebP of at most `size` px; null when the file cannot be shown as a picture. Rejects with ENOENT when there is no such
   * file, and with the signal's reason when nobody waits any more.
   */
  get(source: ThumbnailSource, size: ThumbSize, signal?: AbortSignal): Promise<Buffer | null>
}

/**
 * Thumbnails, made once and kept in `cacheDir`. The key is the content's SHA-256 where it is known, so that an image that was moved,
 * copied or restored has its thumbnail already; else it covers path, size and time of the file. Decoding runs in libvips' threads.
 * Losing the cache loses nothing.
 */
export function createThumbnails({
  cacheDir,
  concurrency = 2,
}: {
  readonly cacheDir: string
  readonly concurrency?: number
}): Thumbnails {
  const queue = createSharedQueue<Buffer | null>(concurrency)
  return {
    async get({ file, version, sha256 }, size, signal) {
      const { size: bytes, mtimeNs } = await stat(file, { bigint: true })
      const now = `${bytes}-${mtimeNs}`
      const key =
        sha256 !== null && now === version ? sha256 : createHash('sha256').update(`${file}\0${now}`).digest('hex')
      const cached = thumbnailFile(cacheDir, key, size)
      return (await readWhole(cached)) ?? queue.run(cached, () => make(file, size, cached), signal)
    },
  }
}

/** Above this a header alone is enough to refuse. */
const MOST_PIXELS = 100e6

export const thumbnailFile = (cacheDir: string, key: string, size: ThumbSize): string =>
  join(cacheDir, key.slice(0, 2), `${key}-${size}.webp`)

/** Null when it is not there, or was cut short by a power cut (it is written without fsync). */
async function readWhole(cached: string): Promise<Buffer | null> {
  const bytes = await readFile(cached).catch(() => null)
  if (bytes === null || imageType(bytes) !== 'image/webp') return null
  return bytes.readUInt32LE(4) + 8 === bytes.length ? bytes : null
}

async function make(file: string, size: ThumbSize, cached: string): Promise<Buffer | null> {
  const source = decodable(await readImageBytes(file))
  // By its content, whatever its name says: what is no picture that we serve is not drawn either.
  if (source === null || imageType(source) === null) return null
  const thumb = await render(source, size).catch(() => null)
  if (thumb === null) return null
  // A full disk or a read-only cache costs time, not the picture.
  await mkdir(dirname(cached), { recursive: true })
    .then(() => writeFileAtomic(cached, thumb, { fsync: false }))
    .catch(() => undefined)
  return thumb
}

/** From bytes, not from the path: libvips would cache a path whose file is replaced. A damaged picture is shown as far as it goes. */
const render = async (source: Buffer, size: ThumbSize): Promise<Buffer> =>
  sharp(source, { failOn: 'none', pages: 1, limitInputPixels: MOST_PIXELS })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer()
