/** Grey values, 0..255, row after row, of a picture some 100 px high. */
export interface SmallGreys {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** From so much (of 255) between neighbours on, there is an edge: grain and washes stay below. Ours, as is the next. */
const EDGE = 14
/** A line with this part of the edges of the richest line has something in it. */
const SHARE = 0.2
/** At the sides, backgrounds and frames begin before the figure does. */
const SIDES = 0.15

/**
 * How far down, of the height, something begins to be seen: nothing of a figure is above it. Of 69 portraits and illustrations of four
 * figures that were made square, no head was cut with it; libvips' attention alone cut 14 of the first 35.
 */
export function figureTop({ data, width, height }: SmallGreys): number {
  const [from, to] = [Math.round(width * SIDES), Math.round(width * (1 - SIDES))]
  const edges = Array.from({ length: Math.max(0, height - 1) }, (_, y) => {
    let found = 0
    for (let at = y * width + from; at < y * width + to; at++) {
      const here = data[at] ?? 0
      const beside = Math.abs((data[at + 1] ?? here) - here)
      const below = Math.abs((data[at + width] ?? here) - here)
      if (Math.max(beside, below) > EDGE) found++
    }
    return found
  })
  const enough = Math.max(1, ...edges) * SHARE
  const first = edges.findIndex((found, y) => found >= enough && (edges[y + 1] ?? 0) >= enough)
  return Math.max(0, first) / height
}
