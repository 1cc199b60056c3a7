import type { Chroma } from './kernels/coarse.ts'
import { type Plane, quantileOf } from './plane.ts'

const BINS = 12

/**
 * How far colours stray from the one tint that paper, ink or toning gives to each lightness, in chroma steps (0..127): the mean and the
 * 99th percentile over the visible pixels. Sepia and yellowed paper stray little; a single red dress strays far at the 99th.
 */
export interface Stray {
  readonly mean: number
  readonly p99: number
}

/** Measures the stray on a copy of at most 64 px, in which noise has averaged out. */
export function strayFromTint({ luma, blue, red, alpha }: Chroma): Stray {
  const seen = visible(luma, alpha)
  const places = seen.length
  const counts = new Uint32Array(BINS)
  const low = new Uint8Array(places)
  const part = new Float64Array(places)
  for (let n = 0; n < places; n++) {
    const lightness = luma.data[seen[n]!]!
    counts[binOf(lightness)]!++
    const position = (lightness / 256) * BINS - 0.5
    low[n] = Math.max(0, Math.min(BINS - 2, Math.floor(position)))
    part[n] = Math.max(0, Math.min(1, position - low[n]!))
  }
  const blueTint = tint(luma.data, blue.data, seen, counts)
  const redTint = tint(luma.data, red.data, seen, counts)
  const stray = new Float32Array(places)
  let total = 0
  for (let n = 0; n < places; n++) {
    const from = low[n]!
    const share = part[n]!
    const b = blue.data[seen[n]!]! - (blueTint[from]! * (1 - share) + blueTint[from + 1]! * share)
    const r = red.data[seen[n]!]! - (redTint[from]! * (1 - share) + redTint[from + 1]! * share)
    stray[n] = Math.sqrt(b * b + r * r)
    total += stray[n]!
  }
  return { mean: total / Math.max(1, places), p99: quantileOf(stray, 0.99) }
}

/** Returns the indexes of the visible pixels. */
function visible({ data }: Plane, alpha: Plane | null): Int32Array {
  const seen = new Int32Array(data.length)
  let count = 0
  for (let i = 0; i < data.length; i++) if (alpha === null || alpha.data[i]! > 200) seen[count++] = i
  return seen.subarray(0, count)
}

const binOf = (lightness: number): number => Math.min(BINS - 1, Math.floor((lightness / 256) * BINS))

/** Returns the median colour of each lightness bin, smoothed so that sparsely filled bins lean on their neighbours. */
function tint(luma: Float32Array, colour: Float32Array, seen: Int32Array, counts: Uint32Array): readonly number[] {
  const bins = Array.from(counts, (count) => new Float32Array(count))
  const filled = new Uint32Array(BINS)
  for (const i of seen) {
    const bin = binOf(luma[i]!)
    bins[bin]![filled[bin]!++] = colour[i]!
  }
  const values = bins.map((bin) => quantileOf(bin, 0.5))
  return values.map((_, bin) => {
    let total = 0
    let weight = 0
    for (const [offset, factor] of [0.2, 0.5, 1, 0.5, 0.2].entries()) {
      const near = bin + offset - 2
      const share = (counts[near] ?? 0) * factor
      total += share * (values[near] ?? 0)
      weight += share
    }
    return weight > 0 ? total / weight : 0
  })
}

/** Calibrated on the labelled drawings of `scripts/evaluate-local.ts`. */
const MONOCHROME = { mean: 2.2, p99: 8.5 }

export const isMonochrome = (stray: Stray): boolean => stray.mean <= MONOCHROME.mean && stray.p99 <= MONOCHROME.p99
