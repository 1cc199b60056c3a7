import { open } from 'node:fs/promises'
import sharp from 'sharp'
import { imageType } from './sniff.ts'

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
  const head = Buffer.alloc(32)
  await using file = await open(path, 'r')
  await file.read(head, 0, head.length, 0)
  const extension = EXTENSIONS.get(imageType(head) ?? '')
  if (extension === undefined) return null
  // Its header at least: pixels are measured once it is in.
  return sharp(path)
    .metadata()
    .then(
      () => extension,
      () => null,
    )
}
