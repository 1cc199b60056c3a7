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

/** What of an image is compared, taken apart once so that a set of hundreds is compared pair by pair in no time. */
export interface Fingerprint {
  readonly hashes: readonly number[]
  readonly mirroredHashes: readonly number[]
  readonly monochrome: boolean
  /** Brightness of the cells with mean 0 and deviation 50. */
  readonly cells: Float32Array
}

export function fingerprint({ dhash, phash, mirrored, monochrome, thumbnail }: Measures): Fingerprint {
  const halves = (hash: string): number[] => [0, 8].map((from) => Number.parseInt(hash.slice(from, from + 8), 16))
  return {
    hashes: [...halves(dhash), ...halves(phash)],
    mirroredHashes: [...halves(mirrored.dhash), ...halves(mirrored.phash)],
    monochrome,
    cells: normalise(thumbnail),
  }
}

/**
 * Whether two images show the same picture; null when not. Equal hashes alone prove nothing for drawings on white paper, so their
 * thumbnails decide: how much differs, and whether evenly (a copy) or in one place (a variant).
 */
export function likeness(a: Fingerprint, b: Fingerprint): Likeness | null {
  for (const mirrored of [false, true]) {
    if (!hashesAgree(mirrored ? a.mirroredHashes : a.hashes, b.hashes)) continue
    const { rms, localShare } = compare(mirrored ? mirrorCells(a.cells) : a.cells, b.cells)
    if (rms > THRESHOLDS.thumbnail.rms) continue
    const local = localShare > THRESHOLDS.thumbnail.localShare
    if (a.monochrome === b.monochrome) return { kind: local ? 'variant' : 'copy', mirrored }
    if (!local) return { kind: 'grey', mirrored }
  }
  return null
}

function hashesAgree(a: readonly number[], b: readonly number[]): boolean {
  const bits = a.map((half, i) => bitCount(half ^ b[i]!))
  return bits[0]! + bits[1]! <= THRESHOLDS.hash.dhash && bits[2]! + bits[3]! <= THRESHOLDS.hash.phash
}

/** Number of ones among 32 bits, counted in parallel (Hacker's Delight, 5–1). */
function bitCount(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function normalise(thumbnail: string): Float32Array {
  const values = Float32Array.from({ length: THUMBNAIL_SIDE ** 2 }, (_, i) =>
    Number.parseInt(thumbnail.slice(i * 2, i * 2 + 2), 16),
  )
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  // An almost empty image keeps its rounding noise small instead of having it blown up to a pattern.
  return values.map((value) => ((value - mean) / Math.max(deviation, 4)) * 50)
}

const mirrorCells = (cells: Float32Array): Float32Array =>
  cells.map((_, i) => cells[i - (i % THUMBNAIL_SIDE) + THUMBNAIL_SIDE - 1 - (i % THUMBNAIL_SIDE)]!)

function compare(a: Float32Array, b: Float32Array): { rms: number; localShare: number } {
  const squares = a.map((value, i) => (value - b[i]!) ** 2).sort()
  const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0)
  // What rounding alone may differ by counts as spread evenly.
  const total = sum(squares) + 0.02 * squares.length
  return {
    rms: Math.sqrt(total / squares.length),
    localShare: sum(squares.subarray(-THRESHOLDS.thumbnail.localCells)) / total,
  }
}
