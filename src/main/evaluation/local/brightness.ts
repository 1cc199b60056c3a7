import type { Measures } from '../../domain/measures.ts'
import type { Pixels, Plane } from './plane.ts'

/** With less than this share visible, an image is lines on transparent paper: the paper is then part of the picture. */
const LINES_ONLY = 0.3

/** Percentiles of luma / 255 over the pixels one can see: what shines through a sprite is not a part of it. */
export function brightness(grey: Plane, { alpha }: Pixels): Measures['brightness'] {
  const visible = alpha === null ? 1 : alpha.reduce((count, a) => count + (a < 128 ? 0 : 1), 0) / alpha.length
  const histogram = new Uint32Array(256)
  let seen = 0
  for (let i = 0; i < grey.data.length; i++) {
    if (visible >= LINES_ONLY && alpha !== null && alpha[i]! < 128) continue
    histogram[Math.min(255, Math.round(grey.data[i]!))]!++
    seen++
  }
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
