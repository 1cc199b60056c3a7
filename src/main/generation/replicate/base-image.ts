import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { readImageBytes } from '../../kit/image-bytes.ts'
import { GenerationError } from '../../domain/generation.ts'
import type { Api } from './api.ts'
import { creationError } from './failure.ts'
import type { Format, PictureDecoder } from './fit-picture.ts'
import type { Preset } from './presets.ts'

/** Largest data URL that Replicate accepts (256 kB); larger images need an address. */
const DATA_URL_BYTES = 256 * 1024

const MEDIA_TYPES = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const satisfies Record<
  Format,
  string
>

/** The base image as it is sent. */
export interface BaseImage {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: (typeof MEDIA_TYPES)[Format]
  readonly sha256: string
}

/**
 * Prepares a base image for sending: upright, in sRGB, without metadata, no larger than models accept, and in its own format where they
 * accept that. Throws UNAVAILABLE when it cannot be read, GenerationError when it is not an image.
 */
export async function prepareBase(
  { fitBase }: Pick<PictureDecoder, 'fitBase'>,
  path: string,
  megapixels: number,
): Promise<BaseImage> {
  const name = basename(path)
  const content = await readImageBytes(path).catch((cause: unknown) => {
    throw new EvencastError(
      'UNAVAILABLE',
      `The base image ${name} could not be read (${messageOf(cause)}). Check that its drive is connected and resume the run.`,
      { cause },
    )
  })
  try {
    const { bytes, format } = await fitBase({ content, megapixels })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { name, bytes, mediaType: MEDIA_TYPES[format], sha256 }
  } catch (cause) {
    throw new GenerationError(
      `The base image ${name} is not a readable image (${messageOf(cause)}). Replace it in the actor's base_image folder.`,
      { again: false, cause },
    )
  }
}

export interface BaseImages {
  /** As `prepareBase`; runs once as long as the file is unchanged. */
  prepare(path: string): Promise<BaseImage>
  /** Returns the image's value in a prediction's input: a data URL, or the address to which it was uploaded. */
  reference(base: BaseImage, signal: AbortSignal): Promise<string>
}

interface Uploaded {
  readonly url: string
  readonly untilMs: number
}

/** Time before its expiry at which an address is no longer used. */
const SPARE_MS = 10 * 60_000
/** Lifetime assumed where none is given: shorter than the shortest observed. */
const ASSUMED_MS = 45 * 60_000
/** Prepared images kept in memory; few actors are generated at the same time. */
const PREPARED_KEPT = 8

/** Prepares and uploads each base image once, even when several of its pictures are requested at the same time. */
export function createBaseImages(
  api: Api,
  pictures: Pick<PictureDecoder, 'fitBase'>,
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
      // Errors of `stat` are ignored here, because reading the file reports them.
      const version = await stat(path).catch(() => null)
      const key = `${path}:${version?.mtimeMs}:${version?.size}`
      const preparing = prepared.get(key) ?? prepareBase(pictures, path, inputMegapixels)
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
      // Another call may have renewed it in the meantime.
      const renewed = uploads.get(base.sha256)
      const current = renewed && renewed !== earlier ? renewed : upload(base, signal)
      uploads.set(base.sha256, current)
      current.catch(() => uploads.delete(base.sha256))
      return (await current).url
    },
  }
}
