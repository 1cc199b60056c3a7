import sharp from 'sharp'
import { ownDecoder } from './own-decoders.ts'
import type { RawPicture } from './raw-picture.ts'
import { trueFormat } from './true-format.ts'

/**
 * What libvips reads: of HEIC and BMP a PNG with the same pixels, anything else as it is, also what cannot be decoded. It computes for
 * seconds: call it in a worker.
 */
export async function asKnown(bytes: Buffer): Promise<Buffer> {
  const raw = await decodeOwn(bytes)
  return raw ? sharpOf(raw).png({ compressionLevel: 1 }).toBuffer() : bytes
}

/** A JPEG of what libvips and browsers do not read; null for anything else, and for what cannot be decoded. In a worker, too. */
export async function asJpeg(bytes: Buffer): Promise<Buffer | null> {
  const raw = await decodeOwn(bytes)
  return raw && sharpOf(raw).flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer()
}

async function decodeOwn(bytes: Buffer): Promise<RawPicture | null> {
  const raw = (await ownDecoder(trueFormat(bytes))?.(bytes)) ?? null
  return raw === null || 'tooLarge' in raw ? null : raw
}

const sharpOf = ({ rgba, width, height }: RawPicture) => sharp(rgba, { raw: { width, height, channels: 4 } })
