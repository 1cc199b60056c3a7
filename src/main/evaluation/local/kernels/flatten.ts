import type { Pixels } from '../plane.ts'
import { bytesAt, kernel, places } from './memory.ts'

const flattenOnWhite = kernel('flatten')

/** Lays colours of four bytes a pixel on white. */
export function flatten(rgba: Uint8Array, width: number, height: number): Pixels {
  const count = width * height
  const [from = 0, rgb = 0, alpha = 0] = places(rgba.length, count * 3, count)
  bytesAt(from, rgba.length).set(rgba)
  const isOpaque = flattenOnWhite(from, count, rgb, alpha) === 0
  return {
    width,
    height,
    rgb: bytesAt(rgb, count * 3).slice(),
    alpha: isOpaque ? null : bytesAt(alpha, count).slice(),
  }
}
