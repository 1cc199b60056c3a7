import type { Chroma } from './chroma.ts'
import { quantile } from './plane.ts'

const BINS = 12

/**
 * How far colours stray from the one tint that paper, ink or toning gives to each lightness, in chroma steps (0..127): the mean and
 * the 99th percentile over the visible pixels. Sepia and yellowed paper stray little, a single red dress strays far at the 99th.
 */
export interface Stray {
  readonly mean: number
  readonly p99: number
}

/** Of a copy of at most 64 px, in which noise has averaged out. */
export function strayFromTint({ luma, blue, red, alpha }: Chroma): Stray {
  const seen = [...luma.data.keys()].filter((i) => alpha === null || alpha.data[i]! > 200)
  const bins = Array.from({ length: BINS }, (): number[] => [])
  for (const i of seen) bins[Math.min(BINS - 1, Math.floor((luma.data[i]! / 256) * BINS))]!.push(i)
  const tint = (of: Float32Array): ((lightness: number) => number) => {
    const medians = bins.map((bin) =>
      quantile(
        bin.map((i) => of[i]!).toSorted((a, b) => a - b),
        0.5,
      ),
    )
    return smoothCurve(
      medians,
      bins.map((bin) => bin.length),
    )
  }
  const blueTint = tint(blue.data)
  const redTint = tint(red.data)
  const stray = Float32Array.from(seen, (i) =>
    Math.hypot(blue.data[i]! - blueTint(luma.data[i]!), red.data[i]! - redTint(luma.data[i]!)),
  ).sort()
  return {
    mean: stray.reduce((total, value) => total + value, 0) / Math.max(1, stray.length),
    p99: quantile(stray, 0.99),
  }
}

/** A value per lightness from one value per bin: sparsely filled bins lean on their neighbours. */
function smoothCurve(values: readonly number[], counts: readonly number[]): (lightness: number) => number {
  const smooth = values.map((_, bin) => {
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
  return (lightness) => {
    const position = (lightness / 256) * BINS - 0.5
    const low = Math.max(0, Math.min(BINS - 2, Math.floor(position)))
    const part = Math.max(0, Math.min(1, position - low))
    return smooth[low]! * (1 - part) + smooth[low + 1]! * part
  }
}

/** Calibrated on the labelled drawings of `scripts/evaluate-local.ts`. */
const MONOCHROME = { mean: 2.2, p99: 8.5 }

export const isMonochrome = (stray: Stray): boolean => stray.mean <= MONOCHROME.mean && stray.p99 <= MONOCHROME.p99
