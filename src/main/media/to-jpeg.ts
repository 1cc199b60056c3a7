import sharp from 'sharp'
import { type Crop, shapeOf } from '../domain/crop.ts'
import { decodable, readImageBytes } from '../kit/image-bytes.ts'
import { asJpeg, asKnown } from '../kit/picture/as-known.ts'
import { reshaped } from '../kit/picture/reshape.ts'

interface JpegJob {
  readonly file: string
  readonly crop?: Crop | undefined
}

/**
 * Converts a picture that browsers do not support, or a crop of any picture, to a JPEG of the same size, in a worker thread; null when it
 * cannot be decoded.
 */
export async function toJpeg({ file, crop }: JpegJob): Promise<Uint8Array | null> {
  const bytes = await readImageBytes(file)
  return crop ? part(bytes, crop).catch(() => null) : asJpeg(bytes)
}

async function part(bytes: Buffer, crop: Crop): Promise<Uint8Array> {
  const upright = sharp(await asKnown(decodable(bytes) ?? Buffer.alloc(0)), { failOn: 'none', pages: 1 }).autoOrient()
  const shown = await reshaped(upright, shapeOf(crop))
  return shown.flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer()
}
