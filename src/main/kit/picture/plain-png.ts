import { crc32 } from 'node:zlib'

const SIGNATURE_BYTES = 8
/** Length, type and checksum around a chunk's data. */
const AROUND = 12
const HEADER_BYTES = 13
/** The header's type and data, of which its checksum is made. */
const CHECKED = { from: 12, to: 29 } as const
/** Chunks that say how colours are stored or meant, or when the file was written: none turns the picture or names who made it. */
const SAY_NOTHING = new Set([
  'PLTE',
  'tRNS',
  'bKGD',
  'cHRM',
  'gAMA',
  'hIST',
  'iCCP',
  'pHYs',
  'sBIT',
  'sRGB',
  'tIME',
  'IDAT',
])

/**
 * Width and height of a PNG that holds only what says nothing: no EXIF, so that it lies as it is shown and names nobody, and no text. Null of any other:
 * libvips reads its header, which takes longer than this by far.
 */
export function plainPngSize(bytes: Buffer): { readonly width: number; readonly height: number } | null {
  let size = null
  for (let at = SIGNATURE_BYTES; at + AROUND <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (at + AROUND + length > bytes.length) return null
    if (type === 'IEND') return size
    if (size === null) {
      if (type !== 'IHDR' || length !== HEADER_BYTES) return null
      // A damaged width is no width that is too large.
      if (crc32(bytes.subarray(CHECKED.from, CHECKED.to)) !== bytes.readUInt32BE(CHECKED.to)) return null
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) }
      if (size.width === 0 || size.height === 0) return null
    } else if (!SAY_NOTHING.has(type)) return null
    at += AROUND + length
  }
  return null
}
