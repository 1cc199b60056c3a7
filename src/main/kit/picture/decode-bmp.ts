import { MOST_OWN_MEGAPIXELS, type RawPicture, type TooLarge } from './raw-picture.ts'

/** File header and the shortest image header with four bytes per side. */
const LEAST_HEADER_BYTES = 54

/** Decodes a Windows bitmap; null when it cannot. Transparency is ignored, because most programs write zeros there without meaning. */
export async function decodeBmp(bytes: Buffer): Promise<RawPicture | TooLarge | null> {
  if (bytes.length < LEAST_HEADER_BYTES) return null
  // Check the size in the header before memory is allocated.
  const [width, height] = [Math.abs(bytes.readInt32LE(18)), Math.abs(bytes.readInt32LE(22))]
  if (width * height > MOST_OWN_MEGAPIXELS * 1e6) return { tooLarge: true, width, height }
  const { decode } = await import('bmp-ts')
  try {
    const { data } = decode(bytes, { toRGBA: true })
    if (data.length !== width * height * 4 || data.length === 0) return null
    for (let i = 3; i < data.length; i += 4) data[i] = 255
    return { width, height, rgba: data }
  } catch {
    return null
  }
}
