import sharp from 'sharp'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { DECODE_SECONDS, decodable } from '../../kit/image-bytes.ts'
import type { Unreadable } from '../../domain/measures.ts'
import { failedToDecode, type NotRead, ofOtherKind, openPicture } from '../../kit/picture/open-picture.ts'
import type { Pixels } from './plane.ts'

/** Nothing is looked at in more detail than on a copy of at most this many px on its long side. */
export const MAX_SIDE = 1024

export const SMALL_SIDE = 512

const GLANCE_SIDE = 224

/** The network halves its picture five times. */
const GLANCE_STEP = 32

export interface Decoded {
  /** Full size after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly format: string
  /** At most `MAX_SIDE`: for what needs every detail. */
  readonly pixels: Pixels
  /** At most `SMALL_SIDE`: for colour, which must not depend on the size of a scan. */
  readonly small: Pixels
  /** What the style network looks at: its long side `GLANCE_SIDE`, both sides multiples of `GLANCE_STEP`. */
  readonly glance: Pixels
}

/**
 * Decodes the first frame: orientation applied, colours in sRGB, transparency laid on white. Content that does not decode
 * completely is an `Unreadable`, never an exception, so an error that does come out of here is not the image's fault.
 */
export async function decode(content: Buffer): Promise<Decoded | Unreadable> {
  const bytes = decodable(content)
  if (bytes === null) return asUnreadable(ofOtherKind(content))
  // `error` also stops at damage in the middle of a file but forgives the harmless oddities many cameras write.
  const opened = await openPicture(bytes, { failOn: 'error' })
  if (!opened.ok) return asUnreadable(opened)
  const { width, height, format } = opened
  try {
    const { data, info } = await opened
      .image()
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const smaller = await sharp(data, { raw: info })
      .resize(SMALL_SIDE, SMALL_SIDE, { fit: 'inside', withoutEnlargement: true, kernel: 'mitchell' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const small = toPixels(smaller.data, smaller.info)
    return {
      width,
      height,
      format: format.toLowerCase(),
      pixels: toPixels(data, info),
      small,
      glance: await glanceAt(small),
    }
  } catch (cause) {
    // A machine that is short of memory says nothing about the image.
    if (/memory/i.test(messageOf(cause)))
      throw new EvencastError('UNAVAILABLE', 'There was not enough memory to decode an image. Try again.', { cause })
    return asUnreadable(failedToDecode(format, cause))
  }
}

const asUnreadable = ({ why, damaged }: NotRead): Unreadable => ({
  unreadable: why,
  ...(!damaged && { unproven: true }),
})

async function glanceAt({ width, height, rgb }: Pixels): Promise<Pixels> {
  const scale = GLANCE_SIDE / Math.max(width, height) / GLANCE_STEP
  const side = (length: number): number => Math.max(2, Math.round(length * scale)) * GLANCE_STEP
  const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(side(width), side(height), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgb: data, alpha: null }
}

function toPixels(data: Buffer, info: { width: number; height: number; channels: number }): Pixels {
  const { width, height, channels } = info
  if (channels === 3) return { width, height, rgb: data, alpha: null }
  const count = width * height
  const rgb = new Uint8Array(count * 3)
  const alpha = channels % 2 === 0 ? new Uint8Array(count) : null
  let opaque = true
  for (let i = 0, from = 0, to = 0; i < count; i++, from += channels, to += 3) {
    const a = alpha ? data[from + channels - 1]! : 255
    if (alpha) alpha[i] = a
    if (a < 255) opaque = false
    for (let c = 0; c < 3; c++) {
      const value = data[from + (channels < 3 ? 0 : c)]!
      rgb[to + c] = a === 255 ? value : Math.round((value * a) / 255 + 255 - a)
    }
  }
  return { width, height, rgb, alpha: opaque ? null : alpha }
}
