import sharp from 'sharp'
import { ownDecoder } from './own-decoders.ts'
import type { RawPicture } from './raw-picture.ts'
import { trueFormat } from './true-format.ts'

/**
 * Converts HEIC and BMP to a PNG that libvips reads; returns other bytes unchanged, even when they cannot be decoded. It takes seconds:
 * call it in a worker thread.
 */
export async function asKnown(bytes: Buffer): Promise<Buffer> {
  const raw = await decodeOwn(bytes)
  return raw ? sharpOf(raw).png({ compressionLevel: 1 }).toBuffer() : bytes
}

/**
 * Converts formats that libvips and browsers do not read to JPEG; null for other formats and for files that cannot be decoded. Call it in a
 * worker thread too.
 */
export async function asJpeg(bytes: Buffer): Promise<Buffer | null> {
  const raw = await decodeOwn(bytes)
  return raw && sharpOf(raw).flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer()
}

async function decodeOwn(bytes: Buffer): Promise<RawPicture | null> {
  const raw = (await ownDecoder(trueFormat(bytes))?.(bytes)) ?? null
  return raw === null || 'tooLarge' in raw ? null : raw
}

const sharpOf = ({ rgba, width, height }: RawPicture) => sharp(rgba, { raw: { width, height, channels: 4 } })
