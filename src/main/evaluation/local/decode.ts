import sharp, { type OutputInfo, type Sharp } from 'sharp'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { DECODE_SECONDS, decodable } from '../../kit/image-bytes.ts'
import type { Unreadable } from '../../domain/measures.ts'
import {
  failedToDecode,
  MOST_PIXELS,
  type NotRead,
  ofOtherKind,
  openPicture,
  picture,
} from '../../kit/picture/open-picture.ts'
import { type FormatName, trueFormat } from '../../kit/picture/true-format.ts'
import { flatten } from './kernels/flatten.ts'
import { MITCHELL, reduce } from './kernels/reduce.ts'
import type { Pixels } from './plane.ts'

/** Longest side in px of the copy on which all measures are taken. */
const MAX_SIDE = 1024

const SMALL_SIDE = 512

export interface Decoded {
  /** Full width in px, after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly format: string
  /** The camera, program or generator that the file names. */
  readonly madeWith: string | null
  /** Pixels of a copy of at most `MAX_SIDE` px, for measures that need every detail. */
  readonly pixels: Pixels
  /**
   * Returns a copy of at most `SMALL_SIDE` px, computed on demand: for colour measures, which must not depend on the size of a scan.
   * Rejects with UNAVAILABLE, because the picture did decode and is not at fault.
   */
  readonly small: () => Promise<Pixels>
}

/**
 * Decodes the first frame: orientation applied, colours in sRGB, transparency laid on white. Content that does not decode completely is an
 * `Unreadable`, never an exception, so an error thrown from here is not the image's fault.
 */
export async function decode(content: Buffer): Promise<Decoded | Unreadable> {
  const bytes = decodable(content)
  if (bytes === null) return asUnreadable(ofOtherKind(content))
  // `error` also stops at damage in the middle of a file but forgives the harmless oddities many cameras write.
  const options = { failOn: 'error' } as const
  // The most common formats are decoded while the header is read, which decides whether they should be; the pixel limit bounds that
  // decoding.
  const early = COMMON.has(trueFormat(bytes))
    ? scaled(picture(bytes, { ...options, limitInputPixels: MOST_PIXELS }))
    : null
  early?.catch(() => undefined)
  const opened = await openPicture(bytes, options)
  if (!opened.ok) return asUnreadable(opened)
  const { width, height, format } = opened
  try {
    const { data, info } = await (early ?? scaled(opened.image()))
    const pixels = toPixels(data, info)
    const small = () => smaller(pixels, data, info)
    return { width, height, format: format.toLowerCase(), madeWith: opened.madeWith(), pixels, small }
  } catch (cause) {
    // A machine that is short of memory says nothing about the image.
    if (/memory/i.test(messageOf(cause)))
      throw new EvencastError('UNAVAILABLE', 'There was not enough memory to decode an image. Try again.', { cause })
    return asUnreadable(failedToDecode(format, cause))
  }
}

const COMMON: ReadonlySet<FormatName | null> = new Set(['JPEG', 'PNG'])

const scaled = (image: Sharp): Promise<Raw> =>
  image
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })

interface Raw {
  readonly data: Buffer
  readonly info: OutputInfo
}

const asUnreadable = ({ why, damaged }: NotRead): Unreadable => ({
  unreadable: why,
  ...(!damaged && { unproven: true }),
})

async function smaller(pixels: Pixels, data: Buffer, info: OutputInfo): Promise<Pixels> {
  const shrink = Math.max(info.width, info.height) / SMALL_SIDE
  if (shrink <= 1) return pixels
  if (info.channels % 2 === 1)
    return reduce(pixels, { across: Math.min(shrink, info.width), down: Math.min(shrink, info.height) }, MITCHELL)
  // Transparent pixels must weigh less in the colours.
  const { data: small, info: size } = await sharp(data, { raw: info })
    .resize(SMALL_SIDE, SMALL_SIDE, { fit: 'inside', kernel: 'mitchell' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw notScaled(cause)
    })
  return toPixels(small, size)
}

export const notScaled = (cause: unknown): EvencastError =>
  new EvencastError('UNAVAILABLE', `An image could not be scaled (${messageOf(cause)}). Try again.`, { cause })

function toPixels(data: Buffer, info: { width: number; height: number; channels: number }): Pixels {
  const { width, height, channels } = info
  if (channels === 3) return { width, height, rgb: data, alpha: null }
  if (channels === 4) return flatten(data, width, height)
  const count = width * height
  // Grey images have one channel, or two with transparency.
  if (channels === 1) {
    const rgb = new Uint8Array(count * 3)
    for (let i = 0, to = 0; i < count; i++, to += 3) rgb[to] = rgb[to + 1] = rgb[to + 2] = data[i]!
    return { width, height, rgb, alpha: null }
  }
  const rgba = new Uint8Array(count * 4)
  for (let i = 0; i < count; i++) rgba.fill(data[i * 2]!, i * 4, i * 4 + 3).fill(data[i * 2 + 1]!, i * 4 + 3, i * 4 + 4)
  return flatten(rgba, width, height)
}
