import sharp, { type OutputInfo } from 'sharp'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { DECODE_SECONDS, decodable } from '../../kit/image-bytes.ts'
import type { Unreadable } from '../../domain/measures.ts'
import { failedToDecode, type NotRead, ofOtherKind, openPicture } from '../../kit/picture/open-picture.ts'
import { flatten } from './kernels/flatten.ts'
import type { Pixels } from './plane.ts'

/** Nothing is looked at in more detail than on a copy of at most this many px on its long side. */
export const MAX_SIDE = 1024

export const SMALL_SIDE = 512

export interface Decoded {
  /** Full size after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly format: string
  /** The camera, program or generator that the file names. */
  readonly madeWith: string | null
  /** At most `MAX_SIDE`: for what needs every detail. */
  readonly pixels: Pixels
  /**
   * At most `SMALL_SIDE`: for colour, which must not depend on the size of a scan. Made by libvips, in a thread of its own, when it is asked
   * for. Rejects with UNAVAILABLE: the picture was decoded, so whatever it is, it is not its fault.
   */
  readonly small: () => Promise<Pixels>
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
    const pixels = toPixels(data, info)
    const isSmall = Math.max(info.width, info.height) <= SMALL_SIDE
    const small = () => (isSmall ? Promise.resolve(pixels) : shrunk(data, info))
    return { width, height, format: format.toLowerCase(), madeWith: opened.madeWith(), pixels, small }
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

async function shrunk(data: Buffer, info: OutputInfo): Promise<Pixels> {
  const smaller = await sharp(data, { raw: info })
    .resize(SMALL_SIDE, SMALL_SIDE, { fit: 'inside', kernel: 'mitchell' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw notScaled(cause)
    })
  return toPixels(smaller.data, smaller.info)
}

export const notScaled = (cause: unknown): EvencastError =>
  new EvencastError('UNAVAILABLE', `An image could not be scaled (${messageOf(cause)}). Try again.`, { cause })

function toPixels(data: Buffer, info: { width: number; height: number; channels: number }): Pixels {
  const { width, height, channels } = info
  if (channels === 3) return { width, height, rgb: data, alpha: null }
  if (channels === 4) return flatten(data, width, height)
  const count = width * height
  // Grey comes as one channel, and with transparency as two.
  if (channels === 1) {
    const rgb = new Uint8Array(count * 3)
    for (let i = 0, to = 0; i < count; i++, to += 3) rgb[to] = rgb[to + 1] = rgb[to + 2] = data[i]!
    return { width, height, rgb, alpha: null }
  }
  const rgba = new Uint8Array(count * 4)
  for (let i = 0; i < count; i++) rgba.fill(data[i * 2]!, i * 4, i * 4 + 3).fill(data[i * 2 + 1]!, i * 4 + 3, i * 4 + 4)
  return flatten(rgba, width, height)
}
