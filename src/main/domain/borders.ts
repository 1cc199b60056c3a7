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
  /** Fills a line with the values from `first` on, each so many further. */
  readonly read: (line: Uint8Array, first: number, step: number) => void
  readonly width: number
  readonly height: number
}

/** The picture within even borders, such as the bars of a letterbox or a frame drawn around it; null where there are none. */
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

/** Bars come in twos, on opposite sides. */
const pair = (one: number, other: number): readonly [number, number] => (one > 0 && other > 0 ? [one, other] : [0, 0])

interface Lines {
  readonly lines: number
  /** Of each. */
  readonly length: number
  readonly read: (line: Uint8Array, n: number) => void
}

/** How many lines from one end on are a border; one more than are even, as compression blurs the last. */
function borderOf({ lines, length, read }: Lines, fromEnd: boolean): number {
  const line = new Uint8Array(Math.max(0, length))
  const readLine = (n: number): void => read(line, fromEnd ? lines - 1 - n : n)
  const counts = new Uint32Array(256)
  readLine(0)
  for (const value of line) counts[value]! += 1
  const grey = middleOf(counts, line.length)
  const isBlack = grey <= BLACK.upTo
  const tolerance = isBlack ? BLACK.tolerance : FLAT_TOLERANCE
  /** What part of the line has the grey. */
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

/** The middle one of so many greys. */
function middleOf(counts: Uint32Array, length: number): number {
  for (let grey = 0, below = 0; grey < 256; grey += 1)
    if ((below += counts[grey]!) > Math.floor(length / 2)) return grey
  return 0
}
