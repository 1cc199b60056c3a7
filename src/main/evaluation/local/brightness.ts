import type { Measures } from '../../domain/measures.ts'

/** Visible share below which an image counts as lines on transparent paper: the paper is then part of the picture. */
const LINES_ONLY = 0.3

/**
 * Returns the alpha channel that hides pixels of a sprite from the measures: those below half opacity are not part of the picture. Null
 * when every pixel counts.
 */
export const shinesThrough = (alpha: Uint8Array | null): Uint8Array | null =>
  alpha !== null && visibleShare(alpha) >= LINES_ONLY ? alpha : null

/** Returns percentiles of luma / 255, from the number of pixels at each level 0..255. */
export function brightness(levels: Uint32Array): Measures['brightness'] {
  const seen = levels.reduce((sum, count) => sum + count, 0)
  const at = (p: number): number => {
    let below = 0
    for (let value = 0; value < 256; value++) {
      below += levels[value]!
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
