import { crc32 } from 'node:zlib'

const SIGNATURE_BYTES = 8
/** Length, type and checksum around a chunk's data. */
const AROUND = 12
const HEADER_BYTES = 13
/** Range that the header's checksum covers: its type and data. */
const CHECKED = { from: 12, to: 29 } as const
/** Chunks about colours or the time of writing: none changes the orientation or names a camera or program. */
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
 * Returns the size of a PNG that has only such chunks: no EXIF (so it is upright and names no camera or program) and no text. Returns null
 * for others: libvips reads their headers, which takes far longer.
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
      // Without this check a damaged width would be reported as too large.
      if (crc32(bytes.subarray(CHECKED.from, CHECKED.to)) !== bytes.readUInt32BE(CHECKED.to)) return null
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) }
      if (size.width === 0 || size.height === 0) return null
    } else if (!SAY_NOTHING.has(type)) return null
    at += AROUND + length
  }
  return null
}
