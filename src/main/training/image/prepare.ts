import sharp, { type Metadata } from 'sharp'
import { messageOf } from '../../domain/error.ts'
import { decodable, readImageBytes } from '../../kit/image-bytes.ts'
import { asKnown } from '../../kit/picture/as-known.ts'
import { decodeWhole } from '../../kit/picture/decode-whole.ts'
import { isRead } from '../../kit/picture/open-picture.ts'
import { trueFormat } from '../../kit/picture/true-format.ts'
import { withoutJpegMetadata } from './jpeg.ts'
import { convert } from './convert.ts'
import { LEAST_SIDE, type PreparedImage, type PrepareJob, type RefusedImage } from './job.ts'
import { withoutPngMetadata } from './png.ts'

/**
 * Prepares an image in a form that every trainer reads: fully decoded, orientation and crop applied, sRGB in three channels, no metadata.
 * Content that has this form already keeps its pixels bit for bit. A file that cannot be read throws; damaged content is a refusal.
 */
export async function prepare(job: PrepareJob): Promise<PreparedImage | RefusedImage> {
  const bytes = await readImageBytes(job.file)
  const raster = decodable(bytes)
  const unfit = whyUnfit(bytes)
  if (raster === null || unfit !== null) return { refused: unfit ?? UNKNOWN }
  const content = await asKnown(raster)
  const mask = job.masks === 'none' || job.maskFile === null ? null : decodable(await readImageBytes(job.maskFile))
  try {
    const header = await sharp(content, { pages: 1 }).metadata()
    const { width, height } = header.autoOrient
    if (Math.min(width, height) < LEAST_SIDE)
      return { refused: `is ${width} × ${height} px: a side below ${LEAST_SIDE} px cannot be trained on` }
    const kept = keptAsIs(content, header, job) && mask === null ? await withoutMetadata(content, header) : null
    const made = kept ?? (await convert(content, mask, header, job))
    return Math.min(made.width, made.height) < LEAST_SIDE
      ? {
          refused: `is cropped to ${made.width} × ${made.height} px: a side below ${LEAST_SIDE} px cannot be trained on`,
        }
      : made
  } catch (error) {
    if (/memory/i.test(messageOf(error))) throw error
    return { refused: 'is damaged: it ends too early or a part of it does not decode' }
  }
}

const UNKNOWN = 'holds no image of a known format'

/** Returns why the content, whatever its name, cannot be decoded here; null when it can. */
function whyUnfit(bytes: Buffer): string | null {
  if (bytes.length === 0) return 'is empty (0 bytes)'
  const format = trueFormat(bytes)
  if (format === null) return UNKNOWN
  return isRead(format) ? null : `holds ${format}, which is not read: save it as JPEG or PNG`
}

function keptAsIs(content: Buffer, header: Metadata, { crop, format, mostPixels }: PrepareJob): boolean {
  const { width, height } = header
  return (
    crop === null &&
    (header.orientation ?? 1) === 1 &&
    header.space === 'srgb' &&
    header.channels === 3 &&
    header.depth === 'uchar' &&
    !header.hasAlpha &&
    !header.isPalette &&
    (header.pages ?? 1) === 1 &&
    (!header.icc || isSrgb(header.icc)) &&
    (mostPixels === null || width * height <= mostPixels) &&
    ((header.format === 'jpeg' && format !== 'png') || (header.format === 'png' && format !== 'jpg')) &&
    content.length > 0
  )
}

/** Checks the profile's name, in ASCII or UTF-16. */
const isSrgb = (profile: Buffer): boolean => /sRGB/i.test(profile.toString('latin1').replaceAll('\0', ''))

async function withoutMetadata(content: Buffer, { format, width, height }: Metadata): Promise<PreparedImage | null> {
  const stripped = format === 'jpeg' ? withoutJpegMetadata(content) : withoutPngMetadata(content)
  if (!stripped) return null
  // Decode every pixel of the result, because a header does not show that a file ends too early.
  await decodeWhole(content)
  await decodeWhole(stripped)
  return { content: stripped, extension: format === 'jpeg' ? 'jpg' : 'png', width, height, mask: null, lossless: true }
}
