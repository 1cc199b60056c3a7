import type { Rect } from './crop-rect.ts'

/** A line belongs to a border while this part of its pixels has the border's grey. */
const SAME_SHARE = 0.985
/**
 * Bars are drawn by a program, so they are flat: black ones up to what compression and video leave (of 255), others exactly. The paper
 * of a scan is bright and nearly even, but never flat, and white ground often ends on one side only: both belong to the picture.
 */
const BLACK = { upTo: 32, tolerance: 12 } as const
const FLAT_TOLERANCE = 2
/**
 * Behind a bar a picture begins at once, along a straight edge: of a line just behind it no more than this has the bar's grey. Films are
 * dark where their black bars are.
 */
const GOES_ON_SHARE = { black: 0.6, other: 0.25 } as const
/** Part of a side below which it is an edge and no border. */
const LEAST_BORDER = 0.01
/** Part of a side that must be left: else it is an even picture, not one with a border. */
const LEAST_LEFT = 0.3

/** Grey values, whole numbers 0..255, row after row: few are read where there are no borders. */
export interface Greys {
  readonly grey: (at: number) => number
  readonly width: number
  readonly height: number
}

/** The picture within even borders, such as the bars of a letterbox or a frame drawn around it; null where there are none. */
export function withoutBorders({ grey, width, height }: Greys): Rect | null {
  const rows = { lines: height, from: 0, to: width, value: (y: number, x: number) => grey(y * width + x) }
  const [top, bottom] = pair(borderOf(rows, false), borderOf(rows, true))
  const columns = {
    lines: width,
    from: top,
    to: height - bottom,
    value: (x: number, y: number) => grey(y * width + x),
  }
  const [left, right] = pair(borderOf(columns, false), borderOf(columns, true))
  if (top + bottom + left + right === 0) return null
  const [across, down] = [width - left - right, height - top - bottom]
  if (across < width * LEAST_LEFT || down < height * LEAST_LEFT) return null
  return { x: left / width, y: top / height, width: across / width, height: down / height }
}

/** Bars come in twos, on opposite sides. */
const pair = (one: number, other: number): readonly [number, number] => (one > 0 && other > 0 ? [one, other] : [0, 0])

interface Lines {
  readonly lines: number
  /** The part of each line that is looked at. */
  readonly from: number
  readonly to: number
  readonly value: (line: number, at: number) => number
}

/** How many lines from one end on are a border; one more than are even, as compression blurs the last. */
function borderOf({ lines, from, to, value }: Lines, fromEnd: boolean): number {
  const line = (n: number): number => (fromEnd ? lines - 1 - n : n)
  const length = Math.max(0, to - from)
  const counts = new Uint32Array(256)
  for (let at = from; at < to; at += 1) counts[value(line(0), at)]! += 1
  const grey = middleOf(counts, length)
  const isBlack = grey <= BLACK.upTo
  const tolerance = isBlack ? BLACK.tolerance : FLAT_TOLERANCE
  /** What part of a line has the grey; where that is below `enough` it may be too much: most lines are left soon. */
  const share = (n: number, enough = 0): number => {
    let others = 0
    for (let at = from; at < to; at += 1)
      if (Math.abs(value(line(n), at) - grey) > tolerance && (length - (others += 1)) / length < enough) break
    return (length - others) / length
  }
  let even = 0
  while (even < lines && share(even, SAME_SHARE) >= SAME_SHARE) even += 1
  const isBorder =
    even >= Math.max(2, lines * LEAST_BORDER) &&
    even + 2 < lines &&
    share(even + 2) <= GOES_ON_SHARE[isBlack ? 'black' : 'other']
  return isBorder ? even + 1 : 0
}

/** The middle one of so many greys. */
function middleOf(counts: Uint32Array, length: number): number {
  for (let grey = 0, below = 0; grey < 256; grey += 1)
    if ((below += counts[grey]!) > Math.floor(length / 2)) return grey
  return 0
}
