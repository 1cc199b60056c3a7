import type { Issue } from './assessment.ts'
import { type Contender, inOneStyle, pixels } from './duplicates.ts'
import { fingerprint, THUMBNAIL_SIDE } from './likeness.ts'
import type { Measures } from './measures.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Every pair is compared, some 0.04 ms each: a larger set would be judged for seconds after each edit. */
const MOST_IMAGES = 100

/** Thumbnails are first held against each other in so many cells a side, which tells most pairs apart at once. */
const COARSE = 8
const FINER = THUMBNAIL_SIDE / COARSE
/** Below this a coarse fit is none. Calibrated on 98 pictures and parts of 60 to 90 % of their sides: 98 % of the parts are above, 74 % of other pairs below. */
const COARSE_FIT = 0.8
/** Smaller parts have too few cells to tell. */
const LEAST_SHARE = 0.5

/** Issues of images that were cut out of a larger one of the set, whatever became of their colours, by file name: for a person to look at. */
export function cutOuts(images: readonly Contender[]): ReadonlyMap<string, Issue> {
  const issues = new Map<string, Issue>()
  if (images.length > MOST_IMAGES) return issues
  const largest = images
    .toSorted((a, b) => pixels(b) - pixels(a))
    .map((image) => ({ image, cells: cellsOf(image.measures) }))
  for (const [at, { image, cells }] of largest.entries()) {
    if (image.preferred) continue
    const whole = largest
      .slice(0, at)
      .find(
        ({ image: other, cells: whole }) =>
          !issues.has(other.filename) &&
          inOneStyle(other.measures, image.measures) &&
          fitOfCut(whole, cells) >= THRESHOLDS.cutFit,
      )
    if (!whole) continue
    const { filename } = whole.image
    issues.set(image.filename, {
      key: 'near_duplicate',
      verdict: 'review',
      detail: `seems to be cut out of ${filename}`,
      duplicateOf: filename,
    })
  }
  return issues
}

/** A picture in cells of brightness, coarse and fine. */
export interface Cells {
  readonly fine: Float32Array
  readonly coarse: Float32Array
  /** Width by height, of the picture. */
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
 * How well one picture fits where it would have been cut out of another, as the correlation of their brightness: its colours may have
 * changed since. 0 where it does not fit at all.
 */
export function fitOfCut(whole: Cells, part: Cells): number {
  // Thumbnails are squares of whatever shape: a part of another shape has another share of the width than of the height.
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
  return sizes(THUMBNAIL_SIDE, shape)
    .filter(([width, height]) => isWithin(width, across!) && isWithin(height, down!))
    .reduce((best, [width, height]) => {
      const cut = shrunk(part.fine, THUMBNAIL_SIDE, width, height)
      return Math.max(best, bestPlace(THUMBNAIL_SIDE, width, height, whole.fine, cut, { left: left!, top: top! }).fit)
    }, 0)
}

type Range = readonly [least: number, most: number]
const isWithin = (value: number, [least, most]: Range): boolean => value >= least && value <= most
const EVERYWHERE: { readonly left: Range; readonly top: Range } = { left: [0, Infinity], top: [0, Infinity] }

/** Widths and heights, in cells, that a part of this shape may have in a square of `side` cells; never all of it. */
function sizes(side: number, shape: number): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  for (let longer = side; longer >= side * LEAST_SHARE; longer--) {
    const [width, height] = shape >= 1 ? [longer, Math.round(longer / shape)] : [Math.round(longer * shape), longer]
    if (Math.min(width, height) >= (side * LEAST_SHARE) / 2 && width + height < 2 * side) found.push([width, height])
  }
  return found
}

/** Where the cut fits best, among the places whose left and top lie in these ranges. */
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

/** Averages over the area of each new cell. */
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
