import sharp, { type Sharp } from 'sharp'
import { type Crop, shapeOf } from '../domain/crop.ts'
import { asKnown } from '../kit/picture/as-known.ts'
import { DECODE_SECONDS, decodable, readImageBytes } from '../kit/image-bytes.ts'
import { reshaped } from '../kit/picture/reshape.ts'

export interface Picture {
  /** Absolute path. */
  readonly file: string
  /** The part of the picture to show; all of it without a crop. */
  readonly crop?: Crop | null | undefined
}

export interface DrawJob {
  readonly picture: Picture
  /** Side length in px. */
  readonly side: number
}

/** Draws untrusted pictures; returns null for one that does not decode. */
export interface Drawer {
  /** Returns the RGB pixels of a square. */
  readonly tile: (job: DrawJob) => Promise<Uint8Array | null>
  /** Returns a JPEG whose longer side has at most `side` px. */
  readonly scaled: (job: DrawJob) => Promise<Uint8Array | null>
}

/** Colour around a picture that is not square. */
const MARGIN = '#f0f0f2'

export async function drawTile({ picture, side }: DrawJob): Promise<Uint8Array | null> {
  const shown = await pictureOf(picture)
  return (
    shown
      ?.resize(side, side, { fit: 'contain', background: MARGIN })
      .flatten({ background: MARGIN })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer()
      .catch(() => null) ?? null
  )
}

/** Draws the picture upright and without transparency. */
export async function drawScaled({ picture, side }: DrawJob): Promise<Uint8Array | null> {
  const shown = await pictureOf(picture)
  return (
    shown
      ?.resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 88 })
      .toBuffer()
      .catch(() => null) ?? null
  )
}

/** Opens the picture upright and cropped; null when it does not decode. */
async function pictureOf({ file, crop }: Picture): Promise<Sharp | null> {
  const bytes = await readImageBytes(file).catch(() => Buffer.alloc(0))
  const source = await asKnown(decodable(bytes) ?? Buffer.alloc(0))
  if (source.length === 0) return null
  const upright = sharp(source, { pages: 1 }).timeout({ seconds: DECODE_SECONDS }).autoOrient()
  return crop ? reshaped(upright, shapeOf(crop)).catch(() => null) : upright
}
