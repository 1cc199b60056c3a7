import type { Drawer, Picture } from './draw-picture.ts'
import { GAP, type SheetFrame, sheetGrid } from './sheet-grid.ts'

export interface SheetTile extends Picture {
  /** The tile's number, drawn into its corner. */
  readonly label: string
}

export interface SheetStyle extends SheetFrame {
  /** Colour of the gaps and of empty places. */
  readonly ground: string
}

/** Style of sheets for people. */
const PAPER: SheetStyle = { maxWidth: 2048, maxHeight: 2048, maxTile: 384, ground: '#ffffff' }

/**
 * Renders a numbered grid of pictures as JPEG, at most 2048 px a side unless `style` says otherwise. A picture that does not decode leaves
 * its tile empty except for the number. `draw` renders each tile separately; this function only composes them.
 */
export async function contactSheet(
  draw: Drawer,
  tiles: readonly SheetTile[],
  style: SheetStyle = PAPER,
): Promise<Buffer> {
  const { columns, side, width, height } = sheetGrid(tiles.length, style)
  const pitch = side + GAP
  const empty = Buffer.alloc(side * side * 3, EMPTY)
  const pictures = await Promise.all(
    tiles.map(async ({ file, crop }) => (await draw.tile({ picture: { file, crop }, side })) ?? empty),
  )
  const { default: sharp } = await import('sharp')
  const raw = { width: side, height: side, channels: 3 } as const
  return sharp({ create: { width, height, channels: 3, background: style.ground } })
    .composite(
      tiles.flatMap(({ label }, i) => {
        const left = GAP + (i % columns) * pitch
        const top = GAP + Math.floor(i / columns) * pitch
        return [
          { input: Buffer.from(pictures[i] ?? empty), raw, left, top },
          { input: tag(label), left: left + 4, top: top + 4 },
        ]
      }),
    )
    .jpeg({ quality: 88 })
    .toBuffer()
}

/** #d9d9de */
const EMPTY = Buffer.from([0xd9, 0xd9, 0xde])

const tag = (label: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="46" height="30">
    <rect width="46" height="30" rx="4" fill="#111" fill-opacity="0.82"/>
    <text x="23" y="22" font-family="sans-serif" font-size="20" font-weight="bold" fill="#fff" text-anchor="middle">${label}</text>
  </svg>`)
