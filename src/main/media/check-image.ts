import sharp from 'sharp'
import { decodable, readImageBytes } from '../kit/image-bytes.ts'
import { UnfitFileError } from '../kit/read-regular.ts'
import { imageType } from '../kit/image-type.ts'

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['image/avif', 'avif'],
  ['image/tiff', 'tif'],
])

/** How a file's name should end by its content, whatever it ends on; null when it is no image that can be read. */
export async function imageExtension(path: string): Promise<string | null> {
  const bytes = await readImageBytes(path).catch((error: unknown) => {
    if (error instanceof UnfitFileError) return null
    throw error
  })
  const extension = bytes && EXTENSIONS.get(imageType(bytes) ?? '')
  if (!extension) return null
  // Its header at least: pixels are measured once it is in.
  return sharp(decodable(bytes) ?? bytes)
    .metadata()
    .then(
      () => extension,
      () => null,
    )
}
