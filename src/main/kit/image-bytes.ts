import { imageType } from './image-type.ts'
import { MIB, readRegular, readRegularNow } from './read-regular.ts'

/** Most bytes of an image file. 100 megapixels without compression have 300 MB; nobody trains with larger files. */
export const MOST_IMAGE_BYTES = 256 * MIB

/** Time limit of libvips for one image; only hostile images take longer. */
export const DECODE_SECONDS = 30

/**
 * PNG text chunks, which a decoder would inflate in full before the first pixel: 600 kB of them become gigabytes. None changes the picture.
 */
const NOTES = new Set(['tEXt', 'zTXt', 'iTXt'])
/** Most bytes of a colour profile; no device has a larger one. */
const MOST_PROFILE_BYTES = 4 * MIB
const SIGNATURE_BYTES = 8
/** Length, type and checksum around a chunk's data. */
const AROUND = 12

/** Reads an image file. Throws UnfitFileError for a link, a pipe or a device, and for a file that is too large to be an image. */
export const readImageBytes = (file: string): Promise<Buffer<ArrayBuffer>> => readRegular(file, MOST_IMAGE_BYTES)

/** Same as `readImageBytes`, for processes that decode images. */
export const imageBytesNow = async (file: string): Promise<Buffer<ArrayBuffer>> =>
  readRegularNow(file, MOST_IMAGE_BYTES)

/**
 * Returns the bytes to pass to a decoder, for PNG without texts and oversized profiles. Returns null for files that are not raster images,
 * such as SVG under another name, which a separate parser would draw.
 */
export function decodable(bytes: Buffer): Buffer | null {
  if (isMarkup(bytes)) return null
  return imageType(bytes) === 'image/png' ? withoutNotes(bytes) : bytes
}

const GZIP = '\x1f\x8b'

/** Returns true for SVG in any form, PDF and PostScript: text where every raster format has a signature. */
function isMarkup(bytes: Buffer): boolean {
  const head = bytes
    .subarray(0, 256)
    .toString('latin1')
    .replaceAll(/[\0\u00EF\u00BB\u00BF\u00FE\u00FF\s]/g, '')
  return head.startsWith('<') || head.startsWith('%') || head.startsWith(GZIP)
}

/** Removes text chunks and oversized profiles. A chunk with a wrong length ends the loop: the decoder then reports the fault. */
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
