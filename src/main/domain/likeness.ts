import { bitCount } from './bit-count.ts'
import type { Measures } from './measures.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Cells along each side of `Measures.thumbnail`. */
export const THUMBNAIL_SIDE = 24

/**
 * - `copy`: the same picture, resized, recompressed or flipped.
 * - `variant`: the same picture but for a detail, as with sprites that change their expression.
 * - `grey`: the same picture once in colour and once without.
 * - `toned`: the same picture, brighter, darker or in other hues.
 */
export interface Likeness {
  readonly kind: 'copy' | 'variant' | 'grey' | 'toned'
  readonly mirrored: boolean
}

/** Comparable properties of an image, prepared once so that a set of hundreds is quickly compared pair by pair. */
export interface Fingerprint {
  readonly hashes: Int32Array
  readonly mirroredHashes: Int32Array
  readonly monochrome: boolean
  /** Brightness of the cells with mean 0 and standard deviation 50. */
  readonly cells: Float32Array
}

export function fingerprint({ dhash, phash, mirrored, monochrome, thumbnail }: Measures): Fingerprint {
  return {
    hashes: words(dhash, phash),
    mirroredHashes: words(mirrored.dhash, mirrored.phash),
    monochrome,
    cells: normalise(thumbnail),
  }
}

const words = (dhash: string, phash: string): Int32Array =>
  Int32Array.of(
    ...[dhash, phash].flatMap((hash) => [0, 8].map((from) => Number.parseInt(hash.slice(from, from + 8), 16))),
  )

/**
 * Compares two images; null when they show different pictures. Equal hashes alone prove nothing for drawings on white paper, so the
 * thumbnails decide: how much differs, and whether evenly (a copy) or in one place (a variant).
 */
export function likeness(a: Fingerprint, b: Fingerprint): Likeness | null {
  let toned: Likeness | null = null
  for (const mirrored of [false, true]) {
    if (!hashesAgree(mirrored ? a.mirroredHashes : a.hashes, b.hashes)) continue
    const { rms, localShare } = compare(mirrored ? mirrorCells(a.cells) : a.cells, b.cells)
    const isOneTone = a.monochrome === b.monochrome
    if (rms > THRESHOLDS.thumbnail.rms) {
      if (rms <= THRESHOLDS.thumbnail.tonedRms && isOneTone) toned ??= { kind: 'toned', mirrored }
      continue
    }
    const local = localShare > THRESHOLDS.thumbnail.localShare
    if (isOneTone) return { kind: local ? 'variant' : 'copy', mirrored }
    if (!local) return { kind: 'grey', mirrored }
  }
  return toned
}

function hashesAgree(a: Int32Array, b: Int32Array): boolean {
  const half = bitCount(a[0]! ^ b[0]!)
  return (
    half <= THRESHOLDS.hash.dhash &&
    half + bitCount(a[1]! ^ b[1]!) <= THRESHOLDS.hash.dhash &&
    bitCount(a[2]! ^ b[2]!) + bitCount(a[3]! ^ b[3]!) <= THRESHOLDS.hash.phash
  )
}

function normalise(thumbnail: string): Float32Array {
  const values = new Float32Array(THUMBNAIL_SIDE ** 2)
  for (let i = 0; i < values.length; i++) values[i] = (nibble(thumbnail, 2 * i) << 4) | nibble(thumbnail, 2 * i + 1)
  let [sum, squares] = [0, 0]
  for (const value of values) sum += value
  const mean = sum / values.length
  for (const value of values) squares += (value - mean) ** 2
  // The minimum keeps the rounding noise of an almost empty image from being amplified into a pattern.
  const scale = Math.max(Math.sqrt(squares / values.length), 4)
  for (let i = 0; i < values.length; i++) values[i] = ((values[i]! - mean) / scale) * 50
  return values
}

/** Returns the value of a lower-case hex digit. */
function nibble(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 58 ? code - 48 : code - 87
}

const mirrorCells = (cells: Float32Array): Float32Array =>
  cells.map((_, i) => cells[i - (i % THUMBNAIL_SIDE) + THUMBNAIL_SIDE - 1 - (i % THUMBNAIL_SIDE)]!)

function compare(a: Float32Array, b: Float32Array): { rms: number; localShare: number } {
  const squares = a.map((value, i) => (value - b[i]!) ** 2).sort()
  const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0)
  // Differences that rounding may cause count as evenly spread.
  const total = sum(squares) + 0.02 * squares.length
  return {
    rms: Math.sqrt(total / squares.length),
    localShare: sum(squares.subarray(-THRESHOLDS.thumbnail.localCells)) / total,
  }
}
