import sharp, { type Metadata, type Sharp } from 'sharp'
import { type Crop, shapeOf } from '../../domain/crop.ts'
import { fromRaw, type Raw, reshape, toRaw } from '../../kit/picture/reshape.ts'
import { withoutJpegMetadata } from './jpeg.ts'
import { withoutPngMetadata } from './png.ts'
import type { PreparedImage, PrepareJob } from './job.ts'

/** Returns the image cropped, and scaled down where it is too large; 8 bits each of red, green, blue and opacity. */
async function shaped(content: Buffer, crop: Crop | null, mostPixels: number | null): Promise<Raw> {
  const upright = sharp(content, { failOn: 'error', pages: 1, autoOrient: true }).toColourspace('srgb').ensureAlpha()
  let raw = await toRaw(upright)
  if (crop) raw = await reshape(raw, shapeOf(crop))
  const { width, height } = raw.info
  if (mostPixels === null || width * height <= mostPixels) return raw
  const scale = Math.sqrt(mostPixels / (width * height))
  return toRaw(
    fromRaw(raw).resize(Math.floor(width * scale), Math.floor(height * scale), { fit: 'fill', kernel: 'lanczos3' }),
  )
}

const isOpaque = ({ data }: Raw): boolean => {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false
  return true
}

/** Writes the image from its pixels as `PrepareJob` specifies. */
export async function convert(
  content: Buffer,
  maskContent: Buffer | null,
  header: Metadata,
  job: PrepareJob,
): Promise<PreparedImage> {
  const raw = await shaped(content, job.crop, job.mostPixels)
  const { width, height } = raw.info
  const mask = job.masks === 'none' ? null : await maskOf(raw, maskContent, job)
  const flat = fromRaw(raw).flatten({ background: job.background })
  if (mask && job.masks === 'alpha') {
    const grey = await mask.raw().toBuffer()
    const joined = await toRaw(fromRaw(await toRaw(flat)).joinChannel(grey, { raw: { width, height, channels: 1 } }))
    return { content: await asPng(fromRaw(joined)), extension: 'png', width, height, mask: null, lossless: false }
  }
  const jpeg = job.format === 'jpg' || (job.format === 'keep' && header.format === 'jpeg')
  return {
    content: jpeg ? await asJpeg(flat, job.quality) : await asPng(flat),
    extension: jpeg ? 'jpg' : 'png',
    width,
    height,
    mask: mask && (await (job.masks === 'jpg' ? asJpeg(mask, 100) : asPng(mask))),
    lossless: false,
  }
}

async function maskOf(raw: Raw, content: Buffer | null, { crop }: PrepareJob): Promise<Sharp | null> {
  const { width, height } = raw.info
  if (!content) return isOpaque(raw) ? null : fromRaw(raw).extractChannel(3)
  const shape = await shaped(content, crop, null)
  return fromRaw(shape).removeAlpha().resize(width, height, { fit: 'fill' }).extractChannel(0)
}

const asPng = async (picture: Sharp): Promise<Buffer> => {
  const png = await picture.png({ palette: false, compressionLevel: 9 }).toBuffer()
  return withoutPngMetadata(png) ?? png
}

const asJpeg = async (picture: Sharp, quality: number): Promise<Buffer> => {
  const jpeg = await picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
  return withoutJpegMetadata(jpeg) ?? jpeg
}
