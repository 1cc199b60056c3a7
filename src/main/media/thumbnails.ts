import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { type Crop, cropKey, pictureVersion, shapeOf } from '../domain/crop.ts'
import { createSharedQueue } from './queue.ts'
import { DECODE_SECONDS, decodable, readImageBytes } from '../kit/image-bytes.ts'
import { imageType } from '../kit/image-type.ts'
import { ownDecoder } from '../kit/picture/own-decoders.ts'
import { reshaped } from '../kit/picture/reshape.ts'
import { trueFormat } from '../kit/picture/true-format.ts'
import type { ToJpeg } from './original.ts'

export const THUMB_SIZES = [256, 512] as const
export type ThumbSize = (typeof THUMB_SIZES)[number]

export interface ThumbnailSource {
  readonly file: string
  /** `pictureVersion` of the content that `sha256` is of (`{bytes}-{mtimeNs}`); null: not read yet. */
  readonly version: string
  readonly sha256: string | null
  /** What is shown of it; without one all of it. */
  readonly crop?: Crop | null
}

export interface Thumbnails {
  /**
   * A WebP of at most `size` px; null when the file cannot be shown as a picture. Rejects with ENOENT when there is no such
   * file, and with the signal's reason when nobody waits any more.
   */
  get(source: ThumbnailSource, size: ThumbSize, signal?: AbortSignal): Promise<Buffer | null>
}

/**
 * On 120 photographs of 720 px, effort 0 takes a tenth less processor time than 2 for 256 px and a third less for 512 px, for a quarter
 * and a fifth more bytes.
 */
export const THUMB_ENCODING = { quality: 80, effort: 0 } as const

/** One more than there are processors: while one reads or writes, they decode. libuv has four threads for all of it. */
const AT_ONCE = Math.min(3, availableParallelism() + 1)

/**
 * Thumbnails, made once and kept in `cacheDir`. The key is the content's SHA-256 where it is known, so that an image that was moved,
 * copied or restored has its thumbnail already; else it covers path, size and time of the file. Decoding runs in libvips' threads.
 * Losing the cache loses nothing.
 */
export function createThumbnails({
  cacheDir,
  concurrency = AT_ONCE,
  toJpeg,
}: {
  readonly cacheDir: string
  readonly concurrency?: number
  readonly toJpeg?: ToJpeg | undefined
}): Thumbnails {
  const queue = createSharedQueue<Buffer | null>(concurrency)
  let folders: Promise<void> | undefined
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
      folders ??= makeFolders(cacheDir).catch(() => undefined)
      return queue.run(cached, () => make({ file, size, crop, cached, larger, folders, toJpeg }), signal)
    },
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Above this a header alone is enough to refuse: as for what is measured, so that nothing is judged that cannot be shown. */
const MOST_PIXELS = 300e6

export const thumbnailFile = (cacheDir: string, key: string, size: ThumbSize): string =>
  join(cacheDir, key.slice(0, 2), `${key}-${size}.webp`)

/** Null when it is not there, or not whole: it is still being written, or was cut short (it is written in place, without fsync). */
async function readWhole(cached: string): Promise<Buffer | null> {
  // A look at a folder's entry takes a tenth of the time of a failed attempt to read the file in another thread.
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
  /** Where larger thumbnails of the same picture would be. */
  readonly larger: readonly string[]
  /** Settles when the cache has its folders. */
  readonly folders: Promise<void> | undefined
  readonly toJpeg: ToJpeg | undefined
}

async function make({ file, size, crop, cached, larger, folders, toJpeg }: Making): Promise<Buffer | null> {
  const shown = await firstWhole(larger)
  const source = shown ?? (await pictureOf(file, toJpeg))
  // A larger thumbnail is cropped already.
  const thumb = source && (await render(source, size, shown ? null : crop).catch(() => null))
  await folders
  if (thumb) await keep(cached, thumb)
  return thumb
}

/** A larger thumbnail is enough to make a smaller one: the picture is not decoded again. */
async function firstWhole(files: readonly string[]): Promise<Buffer | null> {
  for (const file of files) {
    const bytes = await readWhole(file)
    if (bytes !== null) return bytes
  }
  return null
}

/** By its content, whatever its name says: what is no picture that we serve is not drawn either. */
async function pictureOf(file: string, toJpeg: ToJpeg | undefined): Promise<Uint8Array | null> {
  const bytes = await readImageBytes(file)
  const source = ownDecoder(trueFormat(bytes)) ? ((await toJpeg?.(file)) ?? null) : decodable(bytes)
  return source !== null && imageType(source) !== null ? source : null
}

/** A full disk or a read-only cache costs time, not the picture. */
async function keep(cached: string, thumb: Buffer): Promise<void> {
  try {
    await writeFile(cached, thumb).catch(async () => {
      // Whoever cleared the cache may have taken its folders too.
      await mkdir(dirname(cached), { recursive: true })
      await writeFile(cached, thumb)
    })
  } catch {
    // It is made again when it is asked for.
  }
}

/** All folders at once: to find for each thumbnail that its folder is missing takes as long as to write it. */
async function makeFolders(cacheDir: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true })
  const names = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))
  for (const name of names) await mkdir(join(cacheDir, name)).catch(() => undefined)
}

/** From bytes, not from the path: libvips would cache a path whose file is replaced. A damaged picture is shown as far as it goes. */
async function render(source: Uint8Array, size: ThumbSize, crop: Crop | null): Promise<Buffer> {
  const upright = sharp(source, { failOn: 'none', pages: 1, limitInputPixels: MOST_PIXELS, sequentialRead: true })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
  return inside(crop ? await partOf(upright, size, crop) : upright, size)
    .webp(THUMB_ENCODING)
    .toBuffer()
}

const inside = (picture: Sharp, side: number): Sharp =>
  picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })

/** Scaled down first, as far as the part that is shown allows. */
const partOf = (upright: Sharp, size: ThumbSize, crop: Crop): Promise<Sharp> =>
  reshaped(inside(upright, Math.ceil(size / Math.min(crop.width, crop.height))), shapeOf(crop))
