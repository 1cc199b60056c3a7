import sharp, { type Sharp } from 'sharp'
import { type Crop, shapeOf } from '../domain/crop.ts'
import { asKnown } from '../kit/picture/as-known.ts'
import { DECODE_SECONDS, decodable, readImageBytes } from '../kit/image-bytes.ts'
import { reshaped } from '../kit/picture/reshape.ts'
import { GAP, type SheetFrame, sheetGrid } from './sheet-grid.ts'

export interface Picture {
  /** Absolute path. */
  readonly file: string
  /** What is shown of it; without one all of it. */
  readonly crop?: Crop | null | undefined
}

export interface SheetTile extends Picture {
  /** Drawn into the tile's corner: its number. */
  readonly label: string
}

export interface SheetStyle extends SheetFrame {
  /** Of the gaps and of places without a tile. */
  readonly ground: string
}

/** Around a picture that is not square. */
const MARGIN = '#f0f0f2'

/** For people. */
const PAPER: SheetStyle = { maxWidth: 2048, maxHeight: 2048, maxTile: 384, ground: '#ffffff' }

/**
 * A numbered grid of pictures as JPEG, at most 2048 px a side unless `look` says otherwise. A picture that does not decode
 * leaves its tile empty but for the number.
 */
export async function contactSheet(tiles: readonly SheetTile[], style: SheetStyle = PAPER): Promise<Buffer> {
  const { columns, side, width, height } = sheetGrid(tiles.length, style)
  const pitch = side + GAP
  const pictures = await Promise.all(tiles.map((tile) => drawTile(tile, side)))
  const raw = { width: side, height: side, channels: 3 } as const
  return sharp({ create: { width, height, channels: 3, background: style.ground } })
    .composite(
      tiles.flatMap(({ label }, i) => {
        const left = GAP + (i % columns) * pitch
        const top = GAP + Math.floor(i / columns) * pitch
        return [
          { input: pictures[i]!, raw, left, top },
          { input: tag(label), left: left + 4, top: top + 4 },
        ]
      }),
    )
    .jpeg({ quality: 88 })
    .toBuffer()
}

/** The picture's pixels, RGB, with a margin that makes it square. */
async function drawTile({ file, crop }: SheetTile, side: number): Promise<Buffer> {
  const empty = { create: { width: side, height: side, channels: 3, background: '#d9d9de' } } as const
  const picture = await pictureOf({ file, crop })
  if (picture === null) return sharp(empty).raw().toBuffer()
  return picture
    .resize(side, side, { fit: 'contain', background: MARGIN })
    .flatten({ background: MARGIN })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer()
    .catch(() => sharp(empty).raw().toBuffer())
}

/** One picture by itself as JPEG, upright, its longer side at most `side` px; null when it does not decode. */
export async function scaledJpeg(picture: Picture, side: number): Promise<Buffer | null> {
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

/** Upright, as a person cut it; null when it does not decode. */
async function pictureOf({ file, crop }: Picture): Promise<Sharp | null> {
  const bytes = await readImageBytes(file).catch(() => Buffer.alloc(0))
  const source = await asKnown(decodable(bytes) ?? Buffer.alloc(0))
  if (source.length === 0) return null
  const upright = sharp(source, { pages: 1 }).timeout({ seconds: DECODE_SECONDS }).autoOrient()
  return crop ? reshaped(upright, shapeOf(crop)).catch(() => null) : upright
}

const tag = (label: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="46" height="30">
    <rect width="46" height="30" rx="4" fill="#111" fill-opacity="0.82"/>
    <text x="23" y="22" font-family="sans-serif" font-size="20" font-weight="bold" fill="#fff" text-anchor="middle">${label}</text>
  </svg>`)
