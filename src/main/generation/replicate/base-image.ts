import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { asKnown } from '../../kit/picture/as-known.ts'
import { DECODE_SECONDS, decodable, readImageBytes } from '../../kit/image-bytes.ts'
import { GenerationError } from '../../domain/generation.ts'
import type { Api } from './api.ts'
import { creationError } from './failure.ts'
import type { Preset } from './presets.ts'

/** Replicate: a data URL for at most 256 kB, an address for more. */
const DATA_URL_BYTES = 256 * 1024

const MEDIA_TYPES = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const
type Format = keyof typeof MEDIA_TYPES

/** The base image as it is sent. */
export interface BaseImage {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: (typeof MEDIA_TYPES)[Format]
  readonly sha256: string
}

/**
 * A base image as it leaves this machine: upright, in sRGB, without metadata, no larger than models take, and encoded in its own type
 * where they take that. Throws UNAVAILABLE when it cannot be read, GenerationError when it is no image.
 */
export async function prepareBase(path: string, megapixels: number): Promise<BaseImage> {
  const name = basename(path)
  const content = await readImageBytes(path).catch((cause: unknown) => {
    throw new EvencastError(
      'UNAVAILABLE',
      `The base image ${name} could not be read (${messageOf(cause)}). Check that its drive is connected and resume the run.`,
      { cause },
    )
  })
  try {
    const { bytes, format } = await fitting(content, megapixels)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { name, bytes, mediaType: MEDIA_TYPES[format], sha256 }
  } catch (cause) {
    throw new GenerationError(
      `The base image ${name} is not a readable image (${messageOf(cause)}). Replace it in the actor's base_image folder.`,
      { again: false, cause },
    )
  }
}

const known = (format: string | undefined): Format | null =>
  format === 'jpeg' || format === 'png' || format === 'webp' ? format : null

async function fitting(
  content: Buffer<ArrayBuffer>,
  megapixels: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; format: Format }> {
  const raster = decodable(content)
  if (raster === null) throw new Error('it is a drawing or a document')
  const source = await asKnown(raster)
  const metadata = await sharp(source).metadata()
  const format = known(metadata.format)
  const scale = Math.min(1, Math.sqrt((megapixels * 1e6) / (metadata.width * metadata.height)))
  const target = format ?? 'png'
  const side = Math.max(1, Math.floor(Math.max(metadata.width, metadata.height) * scale))
  // Always encoded again: metadata that says where a picture was taken hides in more places than can be looked for.
  const upright = sharp(source)
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .toColourspace('srgb')
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
  const { data } = await encoded(upright, target).toBuffer({ resolveWithObject: true })
  return { bytes: new Uint8Array(data), format: target }
}

function encoded(image: Sharp, format: Format): Sharp {
  if (format === 'jpeg') return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
  return format === 'png' ? image.png() : image.webp({ quality: 95 })
}

export interface BaseImages {
  /** As `prepareBase`; done once while the file stays the same. */
  prepare(path: string): Promise<BaseImage>
  /** What stands for the image in a prediction's input: a data URL, or the address it was uploaded to. */
  reference(base: BaseImage, signal: AbortSignal): Promise<string>
}

interface Uploaded {
  readonly url: string
  readonly untilMs: number
}

/** An address is used until shortly before it expires. */
const SPARE_MS = 10 * 60_000
/** Where no time is given: shorter than the shortest that was seen. */
const ASSUMED_MS = 45 * 60_000
/** Actors whose images are made at the same time are few. */
const PREPARED_KEPT = 8

/** Prepares and uploads each base image once, also when several of its pictures are asked for at the same time. */
export function createBaseImages(
  api: Api,
  { model, inputMegapixels }: Pick<Preset, 'model' | 'inputMegapixels'>,
  now: () => number,
): BaseImages {
  const prepared = new Map<string, Promise<BaseImage>>()
  const uploads = new Map<string, Promise<Uploaded>>()

  async function upload({ name, bytes, mediaType }: BaseImage, signal: AbortSignal): Promise<Uploaded> {
    const answer = await api.upload(new File([bytes], name, { type: mediaType }), signal)
    if (!answer.ok) throw creationError(answer.failure, model)
    const expires = Date.parse(answer.value.expires_at ?? '')
    return { url: answer.value.urls.get, untilMs: Number.isNaN(expires) ? now() + ASSUMED_MS : expires - SPARE_MS }
  }

  return {
    async prepare(path) {
      // What cannot be looked at is said when it is read.
      const version = await stat(path).catch(() => null)
      const key = `${path}:${version?.mtimeMs}:${version?.size}`
      const preparing = prepared.get(key) ?? prepareBase(path, inputMegapixels)
      prepared.set(key, preparing)
      preparing.catch(() => prepared.delete(key))
      const [oldest] = prepared.keys()
      if (prepared.size > PREPARED_KEPT && oldest !== undefined) prepared.delete(oldest)
      return preparing
    },
    async reference(base, signal) {
      if (base.bytes.byteLength <= DATA_URL_BYTES) {
        return `data:${base.mediaType};base64,${Buffer.from(base.bytes).toString('base64')}`
      }
      const earlier = uploads.get(base.sha256)
      const known = await earlier
      if (known && known.untilMs > now()) return known.url
      // Another call may have renewed it meanwhile.
      const renewed = uploads.get(base.sha256)
      const current = renewed && renewed !== earlier ? renewed : upload(base, signal)
      uploads.set(base.sha256, current)
      current.catch(() => uploads.delete(base.sha256))
      return (await current).url
    },
  }
}
