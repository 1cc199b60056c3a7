import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { DECODE_SECONDS } from '../image-bytes.ts'
import { ownDecoder } from './own-decoders.ts'
import { MOST_OWN_MEGAPIXELS, type RawPicture, type TooLarge } from './raw-picture.ts'
import { madeWith } from './made-with.ts'
import { plainJpegSize } from './plain-jpeg.ts'
import { plainPngSize } from './plain-png.ts'
import { type FormatName, trueFormat } from './true-format.ts'

export interface Picture {
  readonly ok: true
  readonly format: FormatName
  /** Size as shown, after orientation. */
  readonly width: number
  readonly height: number
  /** Creates a pipeline over the picture, not yet upright. */
  readonly image: () => Sharp
  /** Returns the camera, program or generator named in the header. */
  readonly madeWith: () => string | null
}

/** Why a file cannot be read. */
export interface NotRead {
  readonly ok: false
  /** Null when the first bytes match no known format. */
  readonly format: FormatName | null
  /** True when proven: the file is empty, or has a supported format and ends too early or does not decode. */
  readonly damaged: boolean
  /** Reason as a sentence. */
  readonly why: string
}

/** Formats that libvips reads here, and those for which its errors prove damage: TIFF and AVIF have variants that it does not support. */
const BY_LIBVIPS: ReadonlySet<FormatName> = new Set(['JPEG', 'PNG', 'WebP', 'GIF', 'TIFF', 'AVIF'])
const PROVEN: ReadonlySet<FormatName> = new Set(['JPEG', 'PNG', 'WebP', 'GIF'])

/** Returns true when some library here decodes the format. */
export const isRead = (format: FormatName): boolean => BY_LIBVIPS.has(format) || ownDecoder(format) !== null

/** Largest size that is decoded, checked in the header: a progressive JPEG takes six bytes of memory per pixel. */
const MOST_MEGAPIXELS = 300
export const MOST_PIXELS = MOST_MEGAPIXELS * 1e6

/** Creates a pipeline over the first frame that reads it once, sequentially. */
export const picture = (bytes: Buffer, options: SharpOptions): Sharp =>
  sharp(bytes, { pages: 1, sequentialRead: true, ...options })

/** Returns why a file of an unsupported format is not decoded. */
export function ofOtherKind(bytes: Buffer): NotRead {
  const format = trueFormat(bytes)
  if (format === null) return unknown(bytes)
  return notRead(format, `the file holds ${format}, which is not read. Save it as JPEG or PNG.`)
}

/** Returns why decoding failed: damage, an unsupported variant, or the time limit. */
export function failedToDecode(format: FormatName, error: unknown): NotRead {
  const message = error instanceof Error ? error.message : ''
  if (/timeout/i.test(message))
    return notRead(format, `decoding the image takes longer than ${DECODE_SECONDS} s. Save it again as JPEG or PNG.`)
  const unknown = /unsupported|not supported|not implemented/i.test(message)
  return PROVEN.has(format) && !unknown
    ? {
        ok: false,
        format,
        damaged: true,
        why: 'The file is damaged: it is truncated or part of it cannot be decoded.',
      }
    : notRead(format, `this kind of ${format} is not read. Save it as JPEG or PNG.`)
}

/**
 * Opens a picture by its content, not its name. It reads the header only, but all of HEIC and BMP, which takes seconds: call it in a worker
 * thread. Never throws because of the file's content.
 */
export async function openPicture(bytes: Buffer, options: SharpOptions = {}): Promise<Picture | NotRead> {
  if (bytes.length === 0) return { ok: false, format: null, damaged: true, why: 'The file is empty (0 bytes).' }
  const format = trueFormat(bytes)
  if (format === null) return unknown(bytes)
  const decode = ownDecoder(format)
  if (decode) return openRaw(format, await decode(bytes))
  if (!isRead(format)) return ofOtherKind(bytes)
  const image = (): Sharp => picture(bytes, { limitInputPixels: false, ...options })
  try {
    const plain = format === 'JPEG' ? plainJpegSize(bytes) : format === 'PNG' ? plainPngSize(bytes) : null
    const header = plain === null ? await image().metadata() : null
    const { width, height } = header?.autoOrient ?? plain ?? { width: 0, height: 0 }
    if (width * height <= MOST_PIXELS)
      return { ok: true, format, width, height, image, madeWith: () => header && madeWith(header) }
    return tooLarge(format, width, height, MOST_MEGAPIXELS)
  } catch (error) {
    return failedToDecode(format, error)
  }
}

function openRaw(format: FormatName, raw: RawPicture | TooLarge | null): Picture | NotRead {
  if (raw === null) return notRead(format, `this ${format} file cannot be decoded. Save it as JPEG or PNG.`)
  const { width, height } = raw
  if ('tooLarge' in raw) return tooLarge(format, width, height, MOST_OWN_MEGAPIXELS)
  return {
    ok: true,
    format,
    width,
    height,
    image: () => sharp(raw.rgba, { raw: { width, height, channels: 4 } }),
    madeWith: () => null,
  }
}

const tooLarge = (format: FormatName, width: number, height: number, most: number): NotRead =>
  notRead(format, `the image is too large: ${width} × ${height} px, over the limit of ${most} megapixels.`)

const notRead = (format: FormatName | null, why: string): NotRead => ({
  ok: false,
  format,
  damaged: false,
  why: `Not measured: ${why}`,
})

/** Returns why an unknown file is not decoded. A file of zeros is left by an interrupted copy; any other may have an unknown format. */
function unknown(bytes: Buffer): NotRead {
  if (bytes.every((byte) => byte === 0))
    return { ok: false, format: null, damaged: true, why: 'The file is damaged: it holds nothing but zeros.' }
  return notRead(null, 'the file is not in a known image format. Its beginning may be damaged.')
}
