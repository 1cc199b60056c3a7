import { decodable, DECODE_SECONDS, readImageBytes } from '../../kit/image-bytes.ts'
import { openPicture } from '../../kit/picture/open-picture.ts'
import type { Sharp } from 'sharp'

/** Decodes a file upright, in sRGB and without transparency, after `change`; null when it does not decode. */
export async function pictureOf(file: string, change: (image: Sharp) => Sharp) {
  const bytes = decodable(await readImageBytes(file))
  const opened = bytes && (await openPicture(bytes, { failOn: 'error' }))
  if (!opened?.ok) return null
  const upright = opened.image().timeout({ seconds: DECODE_SECONDS }).autoOrient()
  try {
    const { data, info } = await change(upright)
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels === 3) return { width: info.width, height: info.height, data }
    // The picture has one channel of grey.
    const rgb = new Uint8Array(info.width * info.height * 3)
    for (let at = 0; at < rgb.length; at++) rgb[at] = data[Math.floor(at / 3) * info.channels]!
    return { width: info.width, height: info.height, data: rgb }
  } catch {
    return null
  }
}
