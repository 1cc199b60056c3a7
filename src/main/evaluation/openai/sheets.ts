import { contactSheet, type SheetStyle } from '../contact-sheet.ts'
import type { Drawer, Picture } from '../draw-picture.ts'
import { capacity, sheetGrid } from '../sheet-grid.ts'
import { type Detail, imageTokens, sightOf, type Sight } from './image-tokens.ts'
import type { Seen } from './questions.ts'

/** Layout of pictures for a model: no larger than it sees, since the rest is shrunk away but may be paid for. */
interface Layout extends SheetStyle {
  readonly minTile: number
  readonly mostTiles: number
}

/** A colour that no picture has, so that the edges of tiles on white paper are visible. */
const ground = '#0b2a4a'

/** 1600² is 2,500 patches of 32 px, all of which the model sees. */
const PATCHES = { maxWidth: 1600, maxHeight: 1600, ground }
/** Size that remains of a sheet after its short side is shrunk to 768 px. */
const TILES = { maxWidth: 1536, maxHeight: 768, ground }
/** Models of other makers: small enough for short contexts. */
const OTHERS = { maxWidth: 1152, maxHeight: 1152, ground }

/** Tiles smaller than `minTile` are not readable; the base image counts as one. */
const LAYOUTS: Readonly<Record<Sight, Readonly<Record<Seen, Layout>>>> = {
  patch: {
    sheet: { ...PATCHES, maxTile: 512, minTile: 300, mostTiles: 25 },
    close: { ...PATCHES, maxTile: 784, minTile: 784, mostTiles: 4 },
  },
  tile: {
    sheet: { ...TILES, maxTile: 512, minTile: 360, mostTiles: 8 },
    close: { ...TILES, maxTile: 752, minTile: 752, mostTiles: 2 },
  },
  unknown: {
    sheet: { ...OTHERS, maxTile: 512, minTile: 360, mostTiles: 9 },
    close: { ...OTHERS, maxTile: 560, minTile: 560, mostTiles: 2 },
  },
}

/** Returns how many images fit on one sheet, not counting the base image. */
export function imagesPerSheet(model: string, seen: Seen, hasBase: boolean): number {
  const layout = LAYOUTS[sightOf(model)][seen]
  const tiles = Math.min(layout.mostTiles, capacity(layout, layout.minTile))
  return Math.max(1, tiles - (hasBase ? 1 : 0))
}

/** Splits into groups of at most `size`, as even as possible. */
export function evenly<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const groups = Math.ceil(items.length / size)
  return Array.from({ length: groups }, (_, i) =>
    items.slice(Math.ceil((i * items.length) / groups), Math.ceil(((i + 1) * items.length) / groups)),
  )
}

export interface Sheet {
  /** A data URL: the one form that every server accepts. */
  readonly url: string
  readonly columns: number
  readonly rows: number
}

const layoutOf = (model: string, seen: Seen): Layout => LAYOUTS[sightOf(model)][seen]

/** Renders a sheet. The base image, if there is one, is tile 0; the others are numbered from 1. */
export async function renderSheet(
  draw: Drawer,
  model: string,
  seen: Seen,
  base: string | null,
  pictures: readonly Picture[],
): Promise<Sheet> {
  const layout = layoutOf(model, seen)
  const tiles = pictures.map(({ file, crop }, i) => ({ file, crop, label: String(i + 1) }))
  const all = base === null ? tiles : [{ file: base, label: '0' }, ...tiles]
  const { columns, rows } = sheetGrid(all.length, layout)
  const jpeg = await contactSheet(draw, all, layout)
  return { url: `data:image/jpeg;base64,${jpeg.toString('base64')}`, columns, rows }
}

/** Returns the input tokens of a sheet with that many pictures, including the base image. */
export function sheetTokens(model: string, seen: Seen, tiles: number, detail: Detail): number {
  const { width, height } = sheetGrid(tiles, layoutOf(model, seen))
  return imageTokens(model, width, height, detail)
}
