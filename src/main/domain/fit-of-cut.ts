import { fingerprint, THUMBNAIL_SIDE } from './likeness.ts'
import type { Measures } from './measures.ts'

/** Cells per side of the coarse thumbnails that are compared first, which rules out most pairs quickly. */
const COARSE = 8
const FINER = THUMBNAIL_SIDE / COARSE
/**
 * Coarse fit below which there is no match. Calibrated on 98 pictures and parts of 60 to 90 % of their sides: 98 % of the parts are above
 * it, 74 % of other pairs below.
 */
const COARSE_FIT = 0.8
/** Smallest share of a side: smaller parts have too few cells to compare. */
const LEAST_SHARE = 0.5

/** Brightness of a picture in coarse and fine cells. */
export interface Cells {
  readonly fine: Float32Array
  readonly coarse: Float32Array
  /** Width by height of the picture. */
  readonly ratio: number
}

export function cellsOf(measures: Measures): Cells {
  const { cells: fine } = fingerprint(measures)
  const coarse = shrunk(fine, THUMBNAIL_SIDE, COARSE, COARSE)
  return { fine, coarse, ratio: measures.width / measures.height }
}

interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Correlation, -1..1. */
  readonly fit: number
}

/**
 * Returns how well one picture matches the place in another that it would have been cut from, as the correlation of their brightness,
 * because its colours may have changed since. Returns 0 when it does not match.
 */
export function fitOfCut(whole: Cells, part: Cells): number {
  // Thumbnails are squares whatever the shape of the picture: a part of another shape covers different shares of width and height.
  const shape = part.ratio / whole.ratio
  let coarse: Place | null = null
  for (const [width, height] of [[COARSE, COARSE] as const, ...sizes(COARSE, shape)]) {
    const cut = shrunk(part.coarse, COARSE, width, height)
    const place = bestPlace(COARSE, width, height, whole.coarse, cut, EVERYWHERE)
    if (!coarse || place.fit > coarse.fit) coarse = place
  }
  if (!coarse || coarse.fit < COARSE_FIT) return 0
  const about = coarse
  const within = (value: number): readonly [number, number] => [(value - 1) * FINER, (value + 1) * FINER]
  const [left, top, across, down] = [about.left, about.top, about.width, about.height].map(within)
  const fine = sizes(THUMBNAIL_SIDE, shape)
    .filter(([width, height]) => isWithin(width, across!) && isWithin(height, down!))
    .map(([width, height]) => {
      const cut = shrunk(part.fine, THUMBNAIL_SIDE, width, height)
      return bestPlace(THUMBNAIL_SIDE, width, height, whole.fine, cut, { left: left!, top: top! })
    })
    .reduce<Place | null>((best, place) => (best && best.fit >= place.fit ? best : place), null)
  return !fine ? 0 : fine.fit < NEARLY ? fine.fit : betweenCells(whole.fine, part.fine, fine)
}

/**
 * Steps, in cells, by which a place is moved and scaled: few parts are cut along the cells of the whole, and detail across two cells is
 * lost.
 */
const STEPS = [0.5, 0.25, 0.125]
/** Fit below which steps between cells are not tried, because few gain enough. Our own value. */
const NEARLY = 0.85
/** Greatest distance from a place in whole cells, in cells. */
const FARTHEST = 1

/** Returns the best fit near a place, not limited to whole cells. */
function betweenCells(whole: Float32Array, part: Float32Array, near: Place): number {
  let best = near
  for (const step of STEPS)
    for (let moved = true; moved;) {
      moved = false
      for (const place of around(best, step)) {
        if (!isNear(place, near)) continue
        const fit = fitAt(whole, part, place)
        if (fit > best.fit) [best, moved] = [{ ...place, fit }, true]
      }
    }
  return best.fit
}

/** Returns the place moved each way, and scaled up and down about its middle. */
function around(place: Place, step: number): readonly Place[] {
  const taller = (step * place.height) / place.width
  return [-1, 1].flatMap((way) => [
    { ...place, left: place.left + way * step },
    { ...place, top: place.top + way * step },
    {
      ...place,
      left: place.left - (way * step) / 2,
      top: place.top - (way * taller) / 2,
      width: place.width + way * step,
      height: place.height + way * taller,
    },
  ])
}

/** Also requires the place to lie within the whole: with fewer cells to compare, a fit is more often accidental. */
const isNear = (place: Place, { left, top, width, height }: Place): boolean =>
  [place.left - left, place.top - top, place.width - width, place.height - height].every(
    (off) => Math.abs(off) <= FARTHEST,
  ) &&
  Math.min(place.left, place.top) >= -EDGE &&
  Math.max(place.left + place.width, place.top + place.height) <= THUMBNAIL_SIDE + EDGE

/** Returns the correlation over the cells of the whole that the part covers entirely. */
function fitAt(whole: Float32Array, part: Float32Array, { left, top, width, height }: Place): number {
  const columns = covered(left, width)
  const rows = covered(top, height)
  const count = columns.length * rows.length
  let [sum, squares, wholeSum, wholeSquares, product] = [0, 0, 0, 0, 0]
  for (const row of rows)
    for (const column of columns) {
      const value = average(part, row, column)
      const other = whole[row.cell * THUMBNAIL_SIDE + column.cell]!
      sum += value
      squares += value * value
      wholeSum += other
      wholeSquares += other * other
      product += value * other
    }
  const both = (squares - (sum * sum) / count) * (wholeSquares - (wholeSum * wholeSum) / count)
  return both > 0 ? (product - (sum * wholeSum) / count) / Math.sqrt(both) : 0
}

/** A cell of the whole and the range of the part's cells that it covers. */
interface Covered {
  readonly cell: number
  readonly from: number
  readonly to: number
}

function covered(start: number, length: number): readonly Covered[] {
  const found: Covered[] = []
  const first = Math.max(0, Math.ceil(start - EDGE))
  const end = Math.min(THUMBNAIL_SIDE, start + length + EDGE)
  for (let cell = first; cell + 1 <= end; cell++) {
    const [from, to] = [cell - start, cell + 1 - start].map((at) => (at * THUMBNAIL_SIDE) / length)
    found.push({ cell, from: Math.max(0, from!), to: Math.min(THUMBNAIL_SIDE, to!) })
  }
  return found
}

/** Tolerance that keeps rounding from dropping the cells at the edge. */
const EDGE = 1e-6

function average(part: Float32Array, rows: Covered, columns: Covered): number {
  let sum = 0
  for (let v = Math.floor(rows.from); v < rows.to; v++) {
    const tall = Math.min(rows.to, v + 1) - Math.max(rows.from, v)
    for (let u = Math.floor(columns.from); u < columns.to; u++)
      sum += part[v * THUMBNAIL_SIDE + u]! * tall * (Math.min(columns.to, u + 1) - Math.max(columns.from, u))
  }
  return sum / ((rows.to - rows.from) * (columns.to - columns.from))
}

type Range = readonly [least: number, most: number]
const isWithin = (value: number, [least, most]: Range): boolean => value >= least && value <= most
const EVERYWHERE: { readonly left: Range; readonly top: Range } = { left: [0, Infinity], top: [0, Infinity] }

/** Returns the widths and heights, in cells, that a part of this shape may have in a square of `side` cells; never the whole square. */
function sizes(side: number, shape: number): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  for (let longer = side; longer >= side * LEAST_SHARE; longer--) {
    const [width, height] = shape >= 1 ? [longer, Math.round(longer / shape)] : [Math.round(longer * shape), longer]
    if (Math.min(width, height) >= (side * LEAST_SHARE) / 2 && width + height < 2 * side) found.push([width, height])
  }
  return found
}

/** Returns the best place whose left and top lie in these ranges. */
function bestPlace(
  side: number,
  width: number,
  height: number,
  whole: Float32Array,
  cut: Float32Array,
  where: typeof EVERYWHERE,
): Place {
  const count = width * height
  let [sum, squares] = [0, 0]
  for (const value of cut) {
    sum += value
    squares += value * value
  }
  const spread = squares - (sum * sum) / count
  let best = { left: 0, top: 0, fit: 0 }
  for (let top = Math.max(0, where.top[0]); top <= Math.min(side - height, where.top[1]); top++)
    for (let left = Math.max(0, where.left[0]); left <= Math.min(side - width, where.left[1]); left++) {
      let wholeSum = 0
      let wholeSquares = 0
      let product = 0
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0, at = (top + y) * side + left; x < width; x++, at++, i++) {
          const value = whole[at]!
          wholeSum += value
          wholeSquares += value * value
          product += value * cut[i]!
        }
      const both = (wholeSquares - (wholeSum * wholeSum) / count) * spread
      const fit = both > 0 ? (product - (wholeSum * sum) / count) / Math.sqrt(both) : 0
      if (fit > best.fit) best = { left, top, fit }
    }
  return { ...best, width, height }
}

/** Shrinks by averaging over the area of each new cell. */
function shrunk(from: Float32Array, side: number, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [(y * side) / height, ((y + 1) * side) / height]
    for (let x = 0; x < width; x++) {
      const [left, right] = [(x * side) / width, ((x + 1) * side) / width]
      let sum = 0
      for (let v = Math.floor(top); v < Math.min(side, Math.ceil(bottom)); v++)
        for (let u = Math.floor(left); u < Math.min(side, Math.ceil(right)); u++)
          sum +=
            from[v * side + u]! *
            (Math.min(right, u + 1) - Math.max(left, u)) *
            (Math.min(bottom, v + 1) - Math.max(top, v))
      out[y * width + x] = sum / ((right - left) * (bottom - top))
    }
  }
  return out
}
