import type { Pixels, Plane } from '../plane.ts'
import { bytesAt, floatsAt, kernel, places } from './memory.ts'

const lumaOf = kernel('luma')
const resize = kernel('resize')

export interface Size {
  readonly width: number
  readonly height: number
}

/** Returns the bytes of a plane of floats; the kernels read four lines at a time. */
export const floatBytes = ({ width, height }: Size): number => width * (height + 4) * 4

/** Returns the bytes of a picture's columns, as `transpose` of `pixels.as` lays them out. */
export const columnBytes = ({ width, height }: Size): number => (width + 4) * (height + 4) * 4

/** Returns the bytes of scratch memory that `resize` needs. */
export const freeBytes = (from: Size, to: Size): number =>
  4 * (from.width + from.height) + 16 * (to.width + to.height) + 8 * (to.width + 8) * (from.height + 8) + 256

/** Resizes by averaging the area each new pixel covers: exact for shrinking, blocky for growing. */
export function resizeArea(source: Plane, width: number, height: number): Plane {
  const to = { width, height }
  const [from = 0, columns = 0, at = 0, free = 0] = places(
    floatBytes(source),
    columnBytes(source),
    floatBytes(to),
    freeBytes(source, to),
  )
  floatsAt(from, source.data.length).set(source.data)
  resize(from, source.width, source.height, columns, at, width, height, free)
  return { width, height, data: floatsAt(at, width * height).slice() }
}

/** Computes luma (Rec. 601 weights, as in JPEG and the usual hashes), 0..255. */
export function luma({ width, height, rgb }: Pixels): Plane {
  const count = width * height
  const [from = 0, at = 0] = places(rgb.length, count * 4)
  bytesAt(from, rgb.length).set(rgb)
  lumaOf(from, count, at)
  return { width, height, data: floatsAt(at, count).slice() }
}
