import sharp from 'sharp'

export interface SheetTile {
  readonly file: string
  /** Drawn into the tile's corner: its number. */
  readonly label: string
}

const MAX_SIDE = 2048
const GAP = 8

/**
 * A numbered grid of pictures as JPEG, at most 2048 px a side: the size vision models see unscaled. A picture that does not
 * decode leaves its tile empty but for the number.
 */
export async function contactSheet(tiles: readonly SheetTile[]): Promise<Buffer> {
  const columns = Math.max(1, Math.ceil(Math.sqrt(tiles.length)))
  const rows = Math.max(1, Math.ceil(tiles.length / columns))
  const side = Math.min(384, Math.floor((MAX_SIDE - GAP) / columns) - GAP)
  const pitch = side + GAP
  const pictures = await Promise.all(tiles.map((tile) => drawTile(tile, side)))
  return sharp({
    create: { width: columns * pitch + GAP, height: rows * pitch + GAP, channels: 3, background: '#ffffff' },
  })
    .composite(
      pictures.map((input, i) => ({
        input,
        left: GAP + (i % columns) * pitch,
        top: GAP + Math.floor(i / columns) * pitch,
      })),
    )
    .jpeg({ quality: 88 })
    .toBuffer()
}

async function drawTile({ file, label }: SheetTile, side: number): Promise<Buffer> {
  const empty = { create: { width: side, height: side, channels: 3, background: '#d9d9de' } } as const
  const picture = await sharp(file)
    .rotate()
    .resize(side, side, { fit: 'contain', background: '#f0f0f2' })
    .flatten({ background: '#f0f0f2' })
    .png()
    .toBuffer()
    .catch(() => sharp(empty).png().toBuffer())
  const tag = `<svg xmlns="http://www.w3.org/2000/svg" width="46" height="30">
    <rect width="46" height="30" rx="4" fill="#111" fill-opacity="0.82"/>
    <text x="23" y="22" font-family="sans-serif" font-size="20" font-weight="bold" fill="#fff" text-anchor="middle">${label}</text>
  </svg>`
  return sharp(picture)
    .composite([{ input: Buffer.from(tag), left: 4, top: 4 }])
    .png()
    .toBuffer()
}
