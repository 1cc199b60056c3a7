import { resizeArea } from './kernels/resize.ts'
import type { Plane } from './plane.ts'

/** Computes the difference hash: 9×8 grey, one bit per "right neighbour is brighter" (imagehash 4.3.2). 16 hex digits. */
export function differenceHash(grey: Plane): string {
  const { data } = resizeArea(grey, 9, 8)
  const bits: boolean[] = []
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) bits.push(data[y * 9 + x + 1]! > data[y * 9 + x]!)
  return toHex(bits)
}

const SIZE = 32
const KEPT = 8

// DCT-II, unnormalised: only the lowest eight frequencies are needed.
const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Float64Array.from({ length: SIZE }, (__, x) => Math.cos((Math.PI * frequency * (2 * x + 1)) / (2 * SIZE))),
)

/** Computes the DCT hash: 32×32 grey, the 8×8 lowest frequencies with DC, one bit per "above their median" (imagehash 4.3.2). */
export function frequencyHash(grey: Plane): string {
  const { data } = resizeArea(grey, SIZE, SIZE)
  const coefficients: number[] = []
  const row = new Float64Array(SIZE)
  for (const down of COSINES) {
    for (let x = 0; x < SIZE; x++) {
      let total = 0
      for (let y = 0; y < SIZE; y++) total += data[y * SIZE + x]! * down[y]!
      row[x] = total
    }
    for (const across of COSINES) {
      let total = 0
      for (let x = 0; x < SIZE; x++) total += row[x]! * across[x]!
      coefficients.push(total)
    }
  }
  const sorted = coefficients.toSorted((a, b) => a - b)
  const median = (sorted[31]! + sorted[32]!) / 2
  return toHex(coefficients.map((value) => value > median))
}

/** Encodes a small square of luma as two hex digits per pixel, for `likeness`. */
export const thumbnail = (square: Plane): string =>
  Buffer.from(Uint8Array.from(square.data, Math.round)).toString('hex')

/** Returns the plane with left and right exchanged. */
export function mirrored({ width, height, data }: Plane): Plane {
  const out = new Float32Array(data.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[y * width + x] = data[(y + 1) * width - 1 - x]!
  return { width, height, data: out }
}

const toHex = (bits: readonly boolean[]): string =>
  Array.from({ length: bits.length / 4 }, (_, i) =>
    bits
      .slice(i * 4, i * 4 + 4)
      .reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0)
      .toString(16),
  ).join('')
