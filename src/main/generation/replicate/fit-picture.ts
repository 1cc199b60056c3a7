import sharp, { type Sharp } from 'sharp'
import { asKnown } from '../../kit/picture/as-known.ts'
import { DECODE_SECONDS, decodable } from '../../kit/image-bytes.ts'

/** Formats that models accept. */
export type Format = 'jpeg' | 'png' | 'webp'

interface Fitted {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly format: Format
}

/** Decodes the pictures that are sent and received. Rejects when the content is not a picture. */
export interface PictureDecoder {
  readonly fitBase: (job: { readonly content: Uint8Array; readonly megapixels: number }) => Promise<Fitted>
  readonly fitAnswer: (content: Uint8Array) => Promise<Uint8Array>
}

const known = (format: string | undefined): Format | null =>
  format === 'jpeg' || format === 'png' || format === 'webp' ? format : null

/**
 * Prepares a base image for sending: upright, in sRGB, without metadata, at most `megapixels`, and in its own format where models accept
 * it.
 */
export const fitBase: PictureDecoder['fitBase'] = async ({ content, megapixels }) => {
  const raster = decodable(Buffer.from(content))
  if (raster === null) throw new Error('it is a drawing or a document')
  const source = await asKnown(raster)
  const metadata = await sharp(source).metadata()
  const format = known(metadata.format) ?? 'png'
  const scale = Math.min(1, Math.sqrt((megapixels * 1e6) / (metadata.width * metadata.height)))
  const side = Math.max(1, Math.floor(Math.max(metadata.width, metadata.height) * scale))
  // The image is always encoded again, because location metadata can hide in too many places to remove it selectively.
  const upright = sharp(source)
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .toColourspace('srgb')
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
  const { data } = await encoded(upright, format).toBuffer({ resolveWithObject: true })
  return { bytes: new Uint8Array(data), format }
}

function encoded(image: Sharp, format: Format): Sharp {
  if (format === 'jpeg') return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
  return format === 'png' ? image.png() : image.webp({ quality: 95 })
}

const MOST_PIXELS = 100_000_000

/** Converts a service's picture to the JPEG that is saved: upright, in sRGB, without transparency and without metadata. */
export const fitAnswer: PictureDecoder['fitAnswer'] = async (content) => {
  const source = decodable(Buffer.from(content)) ?? Buffer.alloc(0)
  return sharp(source, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
