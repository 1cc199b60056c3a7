import type { Measures } from '../../domain/measures.ts'
import type { Pixels, Plane } from './plane.ts'

/** With less than this share visible, an image is lines on transparent paper: the paper is then part of the picture. */
const LINES_ONLY = 0.3

/** Percentiles of luma / 255 over the pixels one can see: what shines through a sprite is not a part of it. */
export function brightness(grey: Plane, { alpha }: Pixels): Measures['brightness'] {
  const hidden = alpha !== null && visibleShare(alpha) >= LINES_ONLY ? alpha : null
  const histogram = hidden === null ? levels(grey.data) : levels(grey.data.filter((_, i) => hidden[i]! >= 128))
  const seen = histogram.reduce((sum, count) => sum + count, 0)
  const at = (p: number): number => {
    let below = 0
    for (let value = 0; value < 256; value++) {
      below += histogram[value]!
      if (below > p * seen) return value / 255
    }
    return 1
  }
  return { p1: at(0.01), p5: at(0.05), p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function levels(data: Float32Array): Uint32Array {
  // Neighbours are often alike, and to count one where another was just counted has to wait: each second one is counted elsewhere.
  const counts = new Uint32Array(512)
  let i = 0
  for (; i + 1 < data.length; i += 2) {
    counts[(data[i]! + 0.5) | 0]!++
    counts[256 + ((data[i + 1]! + 0.5) | 0)]!++
  }
  if (i < data.length) counts[(data[i]! + 0.5) | 0]!++
  return counts.subarray(0, 256).map((count, level) => count + counts[256 + level]!)
}

function visibleShare(alpha: Uint8Array): number {
  let visible = 0
  for (const value of alpha) if (value >= 128) visible++
  return visible / alpha.length
}
