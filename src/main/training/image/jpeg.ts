/** Markers of a JPEG. Metadata is removed without changing a byte of the coefficients. */

const START = 0xd8
const SCAN = 0xda
const END = 0xd9

/** Returns true for segments that a picture needs: tables, frames, JFIF's density and Adobe's colour transform. All others are metadata. */
const isPicture = (marker: number): boolean => marker <= 0xe0 || marker === 0xee || (marker > 0xef && marker < 0xfe)

/**
 * Returns a JPEG without EXIF, XMP, colour profile, comments and data after its end; null when the content is not a well-formed JPEG. Call
 * it only for pictures whose orientation and colours need no metadata.
 */
export function withoutJpegMetadata(content: Buffer): Buffer | null {
  if (content[0] !== 0xff || content[1] !== START) return null
  const kept: Buffer[] = [content.subarray(0, 2)]
  let at = 2
  while (at + 4 <= content.length) {
    if (content[at] !== 0xff) return null
    const marker = content[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = content.readUInt16BE(at + 2)
    if (length < 2) return null
    const end = at + 2 + length
    if (end > content.length) return null
    if (isPicture(marker)) kept.push(content.subarray(at, end))
    at = end
    if (marker !== SCAN) continue
    const next = endOfScan(content, at)
    if (next === null) return null
    kept.push(content.subarray(at, next))
    at = next
    if (content[at + 1] === END) {
      kept.push(content.subarray(at, at + 2))
      return Buffer.concat(kept)
    }
  }
  return null
}

/** Returns the position of the marker after a scan's data: zeros are stuffed after 0xff within it, and restarts belong to it. */
function endOfScan(content: Buffer, from: number): number | null {
  for (let at = content.indexOf(0xff, from); at >= 0 && at + 1 < content.length; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return null
}
