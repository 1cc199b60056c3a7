import sharp from 'sharp'
import { decodable, readImageBytes } from '../kit/image-bytes.ts'
import { UnfitFileError } from '../kit/read-regular.ts'
import { ownDecoder } from '../kit/picture/own-decoders.ts'
import { type FormatName, trueFormat } from '../kit/picture/true-format.ts'

const EXTENSIONS: ReadonlyMap<FormatName, string> = new Map([
  ['JPEG', 'jpg'],
  ['PNG', 'png'],
  ['WebP', 'webp'],
  ['GIF', 'gif'],
  ['AVIF', 'avif'],
  ['TIFF', 'tif'],
  ['HEIC', 'heic'],
  ['BMP', 'bmp'],
])

/** Returns the file extension that fits the content, whatever the name; null when it is not a readable image. */
export async function imageExtension(path: string): Promise<string | null> {
  const bytes = await readImageBytes(path).catch((error: unknown) => {
    if (error instanceof UnfitFileError) return null
    throw error
  })
  const format = bytes && trueFormat(bytes)
  const extension = format && EXTENSIONS.get(format)
  if (!bytes || !extension) return null
  // These formats have to be decoded in full, which measuring does.
  if (ownDecoder(format)) return extension
  // Only the header is checked here; pixels are measured once the file is in the library.
  return sharp(decodable(bytes) ?? bytes)
    .metadata()
    .then(
      () => extension,
      () => null,
    )
}
