import { type Plane, quantile, resizeArea } from './plane.ts'

/** The long side at which texture is looked at, so that the size of a scan does not matter. */
export const TEXTURE_SIDE = 512
const OCTAVES = 4
const PATTERNS = 10
/** Grey steps below which a difference is noise or a JPEG artefact. */
const TOLERANCE = 4
const TILE = 16

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
  const everything = { ...grey, data: new Float32Array(grey.data.length).fill(1) }
  return maskedTexture(grey, mask) ?? maskedTexture(grey, everything)
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

function localPatterns({ width, height, data }: Plane, mask: Plane): Octave | null {
  const around = [-width - 1, -width, -width + 1, 1, width + 1, width, width - 1, -1]
  const counts = new Float64Array(PATTERNS)
  let total = 0
  let flat = 0
  for (let y = 2; y < height - 2; y++)
    for (let x = 2, i = y * width + x; x < width - 2; x++, i++) {
      if (mask.data[i]! <= 0.75) continue
      const centre = data[i]!
      let brighter = 0
      let changes = 0
      let differs = false
      let before = data[i - 1]! > centre + TOLERANCE
      for (let k = 0; k < 8; k++) {
        const difference = data[i + around[k]!]! - centre
        const bright = difference > TOLERANCE
        if (bright) brighter++
        if (bright !== before) changes++
        if (bright || difference < -TOLERANCE) differs = true
        before = bright
      }
      total++
      counts[changes <= 2 ? brighter : PATTERNS - 1]!++
      if (!differs) flat++
    }
  return total < 16 ? null : { patterns: Array.from(counts, (count) => Math.sqrt(count / total)), flat: flat / total }
}

function tileKurtosis({ width, height, data }: Plane, mask: Plane): readonly [number, number, number] {
  const found: number[] = []
  for (let top = 0; top + TILE <= height; top += TILE)
    for (let left = 0; left + TILE <= width; left += TILE) {
      const values: number[] = []
      for (let y = top; y < top + TILE; y++)
        for (let x = left; x < left + TILE; x++) if (mask.data[y * width + x]! > 0.5) values.push(data[y * width + x]!)
      if (values.length < (TILE * TILE * 5) / 8) continue
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      let second = 0
      let fourth = 0
      for (const value of values) {
        const square = (value - mean) ** 2
        second += square
        fourth += square * square
      }
      const variance = second / values.length
      if (variance > 100) found.push(fourth / values.length / variance ** 2)
    }
  found.sort((a, b) => a - b)
  const at = (p: number): number => Math.log(found.length > 0 ? quantile(found, p) : 3)
  return [at(0.25), at(0.5), at(0.75)]
}
