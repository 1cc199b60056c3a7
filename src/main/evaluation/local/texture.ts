import { type Plane, quantile, resizeArea } from './plane.ts'

const OCTAVES = 4
const PATTERNS = 10
/** Grey steps below which a difference is noise or a JPEG artefact. */
const TOLERANCE = 4
const TILE = 16

/** Which pattern each of the 256 circles of brighter neighbours is: their number, or irregular when they are not in one run. */
const PATTERN_OF = Uint8Array.from({ length: 256 }, (_, circle) => {
  const bits = Array.from({ length: 8 }, (__, k) => (circle >> k) & 1)
  const changes = bits.filter((bit, k) => bit !== bits[(k + 1) % 8]).length
  return changes <= 2 ? bits.filter((bit) => bit === 1).length : PATTERNS - 1
})

/**
 * What one octave of the picture is made of: shares of the rotation-invariant uniform local binary patterns (Ojala 2002) by number
 * of brighter neighbours 0..8, then the irregular ones, each as a square root; and the share of pixels that differ from no neighbour.
 */
export interface Octave {
  readonly patterns: readonly number[]
  readonly flat: number
}

export interface Texture {
  /** From 512 px down to 64 px. */
  readonly octaves: readonly Octave[]
  /** Quartiles of the kurtosis of brightness in tiles with contrast: near 1 for ink on paper, 2–3 for shading. Natural logarithms. */
  readonly tileKurtosis: readonly [number, number, number]
}

/**
 * The texture of the picture in a grey image; null when the image is too small to tell. Where the mask leaves nothing, as with fine
 * lines on transparent paper, the paper is part of the picture.
 */
export function texture(grey: Plane, mask: Plane): Texture | null {
  return maskedTexture(grey, mask) ?? maskedTexture(grey, { ...grey, data: new Float32Array(grey.data.length).fill(1) })
}

function maskedTexture(grey: Plane, mask: Plane): Texture | null {
  const octaves: Octave[] = []
  for (let level = 0, g = grey, m = mask; level < OCTAVES; level++) {
    const octave = localPatterns(g, m)
    if (octave === null) return null
    octaves.push(octave)
    g = half(g)
    m = half(m)
  }
  return { octaves, tileKurtosis: tileKurtosis(grey, mask) }
}

/** The numbers the model takes, in the order it was trained with. */
export const features = ({ octaves, tileKurtosis: kurtosis }: Texture): readonly number[] => [
  ...octaves.flatMap(({ patterns, flat }) => [...patterns, flat]),
  ...kurtosis,
]

const half = (plane: Plane): Plane => resizeArea(plane, Math.max(8, plane.width >> 1), Math.max(8, plane.height >> 1))

function localPatterns({ width, height, data }: Plane, { data: seen }: Plane): Octave | null {
  const counts = new Float64Array(PATTERNS)
  let total = 0
  let flat = 0
  for (let y = 2; y < height - 2; y++)
    for (let x = 2, i = y * width + x; x < width - 2; x++, i++) {
      if (seen[i]! <= 0.75) continue
      const value = data[i]!
      const low = value - TOLERANCE
      const high = value + TOLERANCE
      const above = i - width
      const below = i + width
      // The eight neighbours in a circle.
      const a = data[above - 1]!
      const b = data[above]!
      const c = data[above + 1]!
      const d = data[i + 1]!
      const e = data[below + 1]!
      const f = data[below]!
      const g = data[below - 1]!
      const h = data[i - 1]!
      // One bit each where it is brighter.
      const bright =
        (a > high ? 1 : 0) |
        (b > high ? 2 : 0) |
        (c > high ? 4 : 0) |
        (d > high ? 8 : 0) |
        (e > high ? 16 : 0) |
        (f > high ? 32 : 0) |
        (g > high ? 64 : 0) |
        (h > high ? 128 : 0)
      total++
      counts[PATTERN_OF[bright]!]!++
      if (bright > 0) continue
      if (a >= low && b >= low && c >= low && d >= low && e >= low && f >= low && g >= low && h >= low) flat++
    }
  return total < 16 ? null : { patterns: Array.from(counts, (count) => Math.sqrt(count / total)), flat: flat / total }
}

function tileKurtosis({ width, height, data }: Plane, mask: Plane): readonly [number, number, number] {
  const found: number[] = []
  for (let top = 0; top + TILE <= height; top += TILE)
    for (let left = 0; left + TILE <= width; left += TILE) {
      const moments = tileMoments(data, mask.data, width, top * width + left)
      if (moments !== null && moments.variance > 100) found.push(moments.fourth / moments.variance ** 2)
    }
  found.sort((a, b) => a - b)
  const at = (p: number): number => Math.log(found.length > 0 ? quantile(found, p) : 3)
  return [at(0.25), at(0.5), at(0.75)]
}

/** Second and fourth central moment of a tile; null when most of it is page. */
function tileMoments(
  data: Float32Array,
  mask: Float32Array,
  width: number,
  start: number,
): { readonly variance: number; readonly fourth: number } | null {
  let count = 0
  let sum = 0
  for (let y = 0, row = start; y < TILE; y++, row += width)
    for (let i = row; i < row + TILE; i++)
      if (mask[i]! > 0.5) {
        count++
        sum += data[i]!
      }
  if (count < (TILE * TILE * 5) / 8) return null
  const mean = sum / count
  let second = 0
  let fourth = 0
  for (let y = 0, row = start; y < TILE; y++, row += width)
    for (let i = row; i < row + TILE; i++)
      if (mask[i]! > 0.5) {
        const square = (data[i]! - mean) ** 2
        second += square
        fourth += square * square
      }
  return { variance: second / count, fourth: fourth / count }
}
