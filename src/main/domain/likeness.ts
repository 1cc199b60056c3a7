import type { Measures } from './measures.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Cells along each side of `Measures.thumbnail`. */
export const THUMBNAIL_SIDE = 24

/**
 * - `copy`: the same picture, resized, recompressed or flipped.
 * - `variant`: the same picture but for a detail, as with sprites that change their expression.
 * - `grey`: the same picture once in colour and once without.
 */
export interface Likeness {
  readonly kind: 'copy' | 'variant' | 'grey'
  readonly mirrored: boolean
}

/**
 * Whether two images show the same picture; null when not. Equal hashes alone prove nothing for drawings on white paper, so their
 * thumbnails decide: how much differs, and whether evenly (a copy) or in one place (a variant).
 */
export function likeness(a: Measures, b: Measures): Likeness | null {
  for (const mirrored of [false, true]) {
    const hashes = mirrored ? a.mirrored : a
    if (hamming(hashes.dhash, b.dhash) > THRESHOLDS.hash.dhash) continue
    if (hamming(hashes.phash, b.phash) > THRESHOLDS.hash.phash) continue
    const { rms, localShare } = compare(normalise(a.thumbnail, mirrored), normalise(b.thumbnail, false))
    if (rms > THRESHOLDS.thumbnail.rms) continue
    const local = localShare > THRESHOLDS.thumbnail.localShare
    if (a.monochrome === b.monochrome) return { kind: local ? 'variant' : 'copy', mirrored }
    if (!local) return { kind: 'grey', mirrored }
  }
  return null
}

/** Number of differing bits of two hashes in hexadecimal. */
export function hamming(a: string, b: string): number {
  let distance = 0
  for (let i = 0; i < a.length; i++)
    for (let bits = Number.parseInt(a[i]!, 16) ^ Number.parseInt(b[i]!, 16); bits > 0; bits &= bits - 1) distance++
  return distance
}

function normalise(thumbnail: string, mirrored: boolean): readonly number[] {
  const side = THUMBNAIL_SIDE
  const values = Array.from({ length: side * side }, (_, i) => {
    const at = mirrored ? i - (i % side) + side - 1 - (i % side) : i
    return Number.parseInt(thumbnail.slice(at * 2, at * 2 + 2), 16)
  })
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  // An almost empty image keeps its rounding noise small instead of having it blown up to a pattern.
  return values.map((value) => ((value - mean) / Math.max(deviation, 4)) * 50)
}

function compare(a: readonly number[], b: readonly number[]): { rms: number; localShare: number } {
  const squares = a.map((value, i) => (value - b[i]!) ** 2).sort((x, y) => y - x)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  // What rounding alone may differ by counts as spread evenly.
  const total = sum(squares) + 0.02 * squares.length
  return {
    rms: Math.sqrt(total / squares.length),
    localShare: sum(squares.slice(0, THRESHOLDS.thumbnail.localCells)) / total,
  }
}
