import type { Rect } from './crop-rect.ts'

/** Share of a line's pixels that must have the border's grey for the line to belong to the border. */
const SAME_SHARE = 0.985
/**
 * Bars are drawn by a program, so they are flat: black bars vary only by what compression and video leave (of 255), others not at all. The
 * paper of a scan is bright and nearly even but never flat, and a white background often ends on one side only: both belong to the picture.
 */
const BLACK = { upTo: 32, tolerance: 12 } as const
const FLAT_TOLERANCE = 2
/**
 * A picture starts abruptly behind a bar, along a straight edge: at most this share of a line just behind the bar has the bar's grey. The
 * limit is higher for black bars, because films are dark next to them.
 */
const GOES_ON_SHARE = { black: 0.6, other: 0.25 } as const
/** Smallest share of a side that counts as a border; anything less is just an edge. */
const LEAST_BORDER = 0.01
/** Smallest share of a side that must remain; otherwise the picture itself is even and has no border. */
const LEAST_LEFT = 0.3

/** Grey values as integers 0..255, row by row. Read on demand, because few are needed when there are no borders. */
export interface Greys {
  /** Fills a line with the values at `first`, `first + step`, and so on. */
  readonly read: (line: Uint8Array, first: number, step: number) => void
  readonly width: number
  readonly height: number
}

/** Returns the part of the picture inside flat borders, such as letterbox bars or a drawn frame; null when there are none. */
export function withoutBorders({ read, width, height }: Greys): Rect | null {
  const rows: Lines = { lines: height, length: width, read: (line, y) => read(line, y * width, 1) }
  const [top, bottom] = pair(borderOf(rows, false), borderOf(rows, true))
  const columns: Lines = {
    lines: width,
    length: height - top - bottom,
    read: (line, x) => read(line, top * width + x, width),
  }
  const [left, right] = pair(borderOf(columns, false), borderOf(columns, true))
  if (top + bottom + left + right === 0) return null
  const [across, down] = [width - left - right, height - top - bottom]
  if (across < width * LEAST_LEFT || down < height * LEAST_LEFT) return null
  return { x: left / width, y: top / height, width: across / width, height: down / height }
}

/** Bars come in pairs, on opposite sides. */
const pair = (one: number, other: number): readonly [number, number] => (one > 0 && other > 0 ? [one, other] : [0, 0])

interface Lines {
  readonly lines: number
  /** Pixels per line. */
  readonly length: number
  readonly read: (line: Uint8Array, n: number) => void
}

/** Counts the border lines at one end: all flat lines plus one, because compression blurs the last. */
function borderOf({ lines, length, read }: Lines, fromEnd: boolean): number {
  const line = new Uint8Array(Math.max(0, length))
  const readLine = (n: number): void => read(line, fromEnd ? lines - 1 - n : n)
  const counts = new Uint32Array(256)
  readLine(0)
  for (const value of line) counts[value]! += 1
  const grey = middleOf(counts, line.length)
  const isBlack = grey <= BLACK.upTo
  const tolerance = isBlack ? BLACK.tolerance : FLAT_TOLERANCE
  /** Returns the share of the line that has the border's grey. */
  const share = (): number => {
    let same = 0
    for (const value of line) if (Math.abs(value - grey) <= tolerance) same += 1
    return same / line.length
  }
  let even = 0
  while (share() >= SAME_SHARE && (even += 1) < lines) readLine(even)
  if (even < Math.max(2, lines * LEAST_BORDER) || even + 2 >= lines) return 0
  readLine(even + 2)
  return share() <= GOES_ON_SHARE[isBlack ? 'black' : 'other'] ? even + 1 : 0
}

/** Returns the median grey. */
function middleOf(counts: Uint32Array, length: number): number {
  for (let grey = 0, below = 0; grey < 256; grey += 1)
    if ((below += counts[grey]!) > Math.floor(length / 2)) return grey
  return 0
}
