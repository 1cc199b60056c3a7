import type { Pixels } from '../plane.ts'
import { doublesAt, kernel, placesBehind } from './memory.ts'

const tileSums = kernel('tileSums')

/** Returns the variance of the Laplacians of each of `columns` × `rows` tiles, row by row; grey values 0..255 (Rec. 601). */
export function laplacianVariances({ width, height, rgb }: Pixels, columns: number, rows: number): number[] {
  const stride = (width + 8) * 4
  const tiles = columns * rows
  const [at = 0, lines = 0, to = 0] = placesBehind(rgb, 3 * stride, tiles * 24)
  const sums = doublesAt(to, tiles * 3).fill(0)
  tileSums(at, width, height, columns, rows, lines, stride, to)
  return Array.from({ length: tiles }, (_, tile) => {
    const [count = 0, total = 0, squares = 0] = sums.subarray(tile * 3)
    return count === 0 ? 0 : (squares / count - (total / count) ** 2) / UNIT ** 2
  })
}

/** Luma is counted in whole thousandths, so that nothing is rounded before the sums are taken. */
const UNIT = 1000
