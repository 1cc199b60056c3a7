import sharp, { type Sharp } from 'sharp'
import { type Crop, shapeOf } from '../domain/crop.ts'
import { DECODE_SECONDS, decodable, imageBytesNow } from '../kit/image-bytes.ts'
import { imageType } from '../kit/image-type.ts'
import { asJpeg } from '../kit/picture/as-known.ts'
import { ownDecoder } from '../kit/picture/own-decoders.ts'
import { reshaped } from '../kit/picture/reshape.ts'
import { trueFormat } from '../kit/picture/true-format.ts'
import { UnfitFileError } from '../kit/read-regular.ts'

/**
 * On 120 photographs of 720 px, effort 0 takes a tenth less processor time than 2 for 256 px and a third less for 512 px, for a quarter and
 * a fifth more bytes.
 */
export const THUMB_ENCODING = { quality: 80, effort: 0 } as const

/**
 * Most pixels; larger pictures are refused by their header. The same limit as for measuring, so that no image is judged that cannot be
 * shown.
 */
const MOST_PIXELS = 300e6

export interface ThumbnailJob {
  readonly file: string
  /** Longer side in px. */
  readonly size: number
  /** Part of the picture to show; null for all of it. */
  readonly crop: Crop | null
}

/** Draws a WebP of at most `size` px; null when the file cannot be shown as a picture. Rejects when it cannot be read. */
export async function drawThumbnail({ file, size, crop }: ThumbnailJob): Promise<Uint8Array | null> {
  const source = await pictureOf(file)
  return source && (await shrink(source, size, crop).catch(() => null))
}

/** Reads the picture by its content, whatever its name: formats that are not served are not drawn either. */
async function pictureOf(file: string): Promise<Uint8Array | null> {
  const bytes = await imageBytesNow(file).catch((error: unknown) => {
    if (error instanceof UnfitFileError) return null
    throw error
  })
  if (bytes === null) return null
  const source = ownDecoder(trueFormat(bytes)) ? await asJpeg(bytes) : decodable(bytes)
  return source !== null && imageType(source) !== null ? source : null
}

/**
 * Scales bytes instead of a path, because libvips would cache a path whose file is replaced. A damaged picture is shown as far as it
 * decodes.
 */
export async function shrink(source: Uint8Array, size: number, crop: Crop | null): Promise<Buffer> {
  const upright = sharp(source, { failOn: 'none', pages: 1, limitInputPixels: MOST_PIXELS, sequentialRead: true })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
  return inside(crop ? await partOf(upright, size, crop) : upright, size)
    .webp(THUMB_ENCODING)
    .toBuffer()
}

const inside = (picture: Sharp, side: number): Sharp =>
  picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })

/** Crops after a first reduction, as far as the crop allows. */
const partOf = (upright: Sharp, size: number, crop: Crop): Promise<Sharp> =>
  reshaped(inside(upright, Math.ceil(size / Math.min(crop.width, crop.height))), shapeOf(crop))
