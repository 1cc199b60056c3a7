import type { Measures } from '../../domain/measures.ts'
import type { Pixels, Plane } from './plane.ts'

/** With less than this share visible, an image is lines on transparent paper: the paper is then part of the picture. */
const LINES_ONLY = 0.3

/** Percentiles of luma / 255 over the pixels one can see: what shines through a sprite is not a part of it. */
export function brightness(grey: Plane, { alpha }: Pixels): Measures['brightness'] {
  const hidden = alpha !== null && visibleShare(alpha) >= LINES_ONLY ? alpha : null
  const histogram = new Uint32Array(256)
  const { data } = grey
  let seen = data.length
  for (let i = 0; i < data.length; i++) {
    if (hidden !== null && hidden[i]! < 128) seen--
    else histogram[(data[i]! + 0.5) | 0]!++
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

function visibleShare(alpha: Uint8Array): number {
  let visible = 0
  for (const value of alpha) if (value >= 128) visible++
  return visible / alpha.length
}
