import { loadKernels } from '../../../kit/kernels.ts'
import { BYTES } from './bytes.ts'

/** The functions of `drawing.as` and the memory that they work in. */
export const { kernel, places, floatsAt, numbersAt } = loadKernels(BYTES)

/** Writes planes of the same size one after another. */
export function put(at: number, ...planes: readonly ArrayLike<number>[]): void {
  for (const [n, plane] of planes.entries()) floatsAt(at + n * plane.length * 4, plane.length).set(plane)
}

/** Reads the first of the planes at an address, or the `n`th after it. */
export const take = (at: number, count: number, n = 0): Float32Array => floatsAt(at + n * count * 4, count).slice()
