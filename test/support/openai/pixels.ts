import sharp from 'sharp'

/** One picture of a sheet, read from its pixels. */
export interface Cell {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

interface Picture extends Cell {
  readonly ground: readonly [number, number, number]
}

const NEAR = 26

/** One pixel in this many is read. */
const STRIDE = 4

/** Returns the tiles of a sheet in reading order. The grid is found by its lines of background colour; empty cells are left out. */
export async function cellsOf(jpeg: Buffer): Promise<readonly Cell[]> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const rgb = new Uint8Array(data)
  const picture: Picture = {
    width: info.width,
    height: info.height,
    rgb,
    ground: [borderOf(rgb, info.width, 0), borderOf(rgb, info.width, 1), borderOf(rgb, info.width, 2)],
  }
  const columns = between(lines(picture, 'x'), info.width)
  const rows = between(lines(picture, 'y'), info.height)
  return rows.flatMap(([top, bottom]) =>
    columns.flatMap(([left, right]) => {
      const cell = crop(picture, left, top, right - left, bottom - top)
      return isGround(cell, picture) ? [] : [cell]
    }),
  )
}

/** Returns a channel's median over the third row. It lies in the margin, but single pixels take on colours of the pictures below. */
function borderOf(rgb: Uint8Array, width: number, channel: number): number {
  const row = Array.from({ length: width }, (_, x) => rgb[3 * (2 * width + x) + channel] ?? 0)
  return row.toSorted((a, b) => a - b)[width >> 1] ?? 0
}

const isNear = ({ rgb, ground }: Picture, at: number): boolean =>
  Math.abs(rgb[at]! - ground[0]) + Math.abs(rgb[at + 1]! - ground[1]) + Math.abs(rgb[at + 2]! - ground[2]) <= NEAR

/** Returns for each column (or row) whether all of it is background, apart from noise. */
function lines(picture: Picture, axis: 'x' | 'y'): readonly boolean[] {
  const [along, across] = axis === 'x' ? [picture.width, picture.height] : [picture.height, picture.width]
  return Array.from({ length: along }, (_, i) => {
    let hits = 0
    for (let j = 0; j < across; j += STRIDE)
      if (isNear(picture, 3 * (axis === 'x' ? j * picture.width + i : i * picture.width + j))) hits++
    return hits * STRIDE > 0.97 * across
  })
}

/** Returns the spans between lines that are as long as a tile can be. */
function between(isLine: readonly boolean[], length: number): readonly (readonly [number, number])[] {
  const spans: [number, number][] = []
  for (let i = 0; i < length;) {
    if (isLine[i]) i++
    else {
      let end = i
      while (end < length && !isLine[end]) end++
      spans.push([i, end])
      i = end
    }
  }
  const longest = Math.max(0, ...spans.map(([from, to]) => to - from))
  return spans.filter(([from, to]) => to - from > longest / 2)
}

function crop({ rgb, width }: Picture, left: number, top: number, w: number, h: number): Cell {
  const out = new Uint8Array(w * h * 3)
  for (let y = 0; y < h; y++) {
    const from = 3 * ((top + y) * width + left)
    out.set(rgb.subarray(from, from + 3 * w), 3 * y * w)
  }
  return { width: w, height: h, rgb: out }
}

function isGround(cell: Cell, { ground }: Picture): boolean {
  const picture = { ...cell, ground }
  let hits = 0
  for (let at = 0; at < cell.rgb.length; at += 3 * STRIDE) if (isNear(picture, at)) hits++
  return hits * 3 * STRIDE > 0.97 * cell.rgb.length
}
