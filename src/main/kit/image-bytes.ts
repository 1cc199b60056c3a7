import { imageType } from './image-type.ts'
import { MIB, readRegular, readRegularNow } from './read-regular.ts'

/** A picture of 100 megapixels without any compression has 300 MB; nobody trains with one that large. */
export const MOST_IMAGE_BYTES = 256 * MIB

/** For libvips, after which it gives an image up: what takes longer is made to. */
export const DECODE_SECONDS = 30

/** Notes that a decoder would inflate in full before it shows the first pixel: 600 kB of them become gigabytes. None changes the picture. */
const NOTES = new Set(['tEXt', 'zTXt', 'iTXt'])
/** One profile of this size is more than any device has. */
const MOST_PROFILE_BYTES = 4 * MIB
const SIGNATURE_BYTES = 8
/** Length, type and checksum around a chunk's data. */
const AROUND = 12

/** All bytes of an image file. Throws UnfitFileError for a link, a pipe, a device, and for what is too large to be an image. */
export const readImageBytes = (file: string): Promise<Buffer<ArrayBuffer>> => readRegular(file, MOST_IMAGE_BYTES)

/** As `readImageBytes`, where images are decoded. */
export const imageBytesNow = async (file: string): Promise<Buffer<ArrayBuffer>> =>
  readRegularNow(file, MOST_IMAGE_BYTES)

/**
 * What may be given to a decoder: the same bytes, for PNG without notes and oversized profiles. Null for what is no raster image, such
 * as SVG under another name, which would be drawn by a parser of its own.
 */
export function decodable(bytes: Buffer): Buffer | null {
  if (isMarkup(bytes)) return null
  return imageType(bytes) === 'image/png' ? withoutNotes(bytes) : bytes
}

const GZIP = '\x1f\x8b'

/** SVG in any of its disguises, PDF, PostScript: text where every raster format has a signature. */
function isMarkup(bytes: Buffer): boolean {
  const head = bytes
    .subarray(0, 256)
    .toString('latin1')
    .replaceAll(/[\0\u00EF\u00BB\u00BF\u00FE\u00FF\s]/g, '')
  return head.startsWith('<') || head.startsWith('%') || head.startsWith(GZIP)
}

/** A chunk that lies about its length ends the walk: the decoder says what is wrong with it. */
function withoutNotes(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, SIGNATURE_BYTES)]
  let from = SIGNATURE_BYTES
  while (from + AROUND <= bytes.length) {
    const length = bytes.readUInt32BE(from)
    const to = from + AROUND + length
    if (to > bytes.length) break
    const type = bytes.toString('latin1', from + 4, from + 8)
    const isLoad = NOTES.has(type) || (type === 'iCCP' && length > MOST_PROFILE_BYTES)
    if (!isLoad) kept.push(bytes.subarray(from, to))
    from = to
    if (type === 'IEND') break
  }
  kept.push(bytes.subarray(from))
  return kept.length === 1 ? bytes : Buffer.concat(kept)
}
