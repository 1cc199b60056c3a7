const MARKER = 0xff
/** Application data 0 (JFIF) and 14 (Adobe, the meaning of the channels). */
const SAYS_NOTHING = new Set([0xe0, 0xee])
const TABLES = new Set([0xdb, 0xc4, 0xdd])
const FRAMES = new Set([0xc0, 0xc1, 0xc2])
const SCAN = 0xda

/**
 * Returns the size of a JPEG whose header has nothing else: no EXIF (so it is upright and names no camera or program), no profile and no
 * comment. Returns null for others: libvips reads their headers, which takes far longer.
 */
export function plainJpegSize(bytes: Buffer): { readonly width: number; readonly height: number } | null {
  let size = null
  for (let at = 2; at + 9 < bytes.length && bytes[at] === MARKER; at += 2 + bytes.readUInt16BE(at + 2)) {
    const kind = bytes[at + 1] ?? 0
    if (kind === SCAN) return size
    if (FRAMES.has(kind) && size === null && bytes[at + 4] === 8)
      size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    else if (!SAYS_NOTHING.has(kind) && !TABLES.has(kind)) return null
    if (size?.width === 0 || size?.height === 0) return null
  }
  return null
}
