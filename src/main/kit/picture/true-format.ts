/** Format of a file according to its first bytes, whatever its name; shown to users. */
export type FormatName = string

const text = (bytes: Uint8Array, from: number, length: number): string =>
  Buffer.from(bytes.subarray(from, from + length)).toString('latin1')

/** Signatures at the start of a file; the first match counts. */
const SIGNATURES: readonly (readonly [format: FormatName, signature: string, at?: number])[] = [
  ['JPEG', '\xff\xd8\xff'],
  ['PNG', '\x89PNG\r\n\x1a\n'],
  ['WebP', 'WEBP', 8],
  ['GIF', 'GIF8'],
  ['BMP', 'BM'],
  ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['JPEG 2000', '\xff\x4f\xff\x51'],
  ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['JPEG XL', '\xff\x0a'],
  ['JPEG XR', 'II\xbc'],
  ['camera raw', 'II*\0\x10\0\0\0CR'],
  ['camera raw', 'IIRO'],
  ['camera raw', 'IIU\0'],
  ['camera raw', 'FUJIFILMCCD-RAW'],
  ['TIFF', 'II*\0'],
  ['TIFF', 'MM\0*'],
  ['TIFF', 'II+\0'],
  ['TIFF', 'MM\0+'],
  ['Photoshop', '8BPS'],
  ['GIMP', 'gimp xcf'],
  ['OpenEXR', '\x76\x2f\x31\x01'],
  ['Radiance HDR', '#?RADIANCE'],
  ['Radiance HDR', '#?RGBE'],
  ['QOI', 'qoif'],
  ['DDS', 'DDS '],
  ['ICO', '\0\0\x01\0'],
  ['PNM', 'P5\n'],
  ['PNM', 'P6\n'],
  ['PDF', '%PDF'],
  ['ZIP', 'PK\x03\x04'],
  ['Matroska video', '\x1a\x45\xdf\xa3'],
  ['AVI video', 'AVI ', 8],
  ['a Git LFS pointer', 'version https://git-lfs'],
]

/** Brands of ISO media files, major or compatible. */
const BRANDS: readonly (readonly [format: FormatName, brands: readonly string[]])[] = [
  ['AVIF', ['avif', 'avis']],
  ['HEIC', ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']],
  ['JPEG 2000', ['j2ki', 'j2is']],
  ['camera raw', ['crx ']],
]

/** Returns the format according to the first bytes; null when unknown. */
export function trueFormat(bytes: Uint8Array): FormatName | null {
  const known = SIGNATURES.find(([, signature, at = 0]) => text(bytes, at, signature.length) === signature)
  if (known) return known[0]
  if (text(bytes, 4, 4) === 'ftyp') return isoFormat(bytes)
  const start = text(bytes, 0, 256).trimStart().toLowerCase()
  if (start.startsWith('<svg') || (start.startsWith('<?xml') && start.includes('<svg'))) return 'SVG'
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'a web page'
  return null
}

function isoFormat(bytes: Uint8Array): FormatName {
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 256, bytes.length)
  const brands = new Set<string>()
  for (let at = 8; at + 4 <= length; at += 4) if (at !== 12) brands.add(text(bytes, at, 4))
  return BRANDS.find(([, ours]) => ours.some((brand) => brands.has(brand)))?.[0] ?? 'MP4 video'
}
