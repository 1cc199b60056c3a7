import type { Grid } from '../../domain/inspection.ts'
import { type Plane, quantile } from './plane.ts'

const GRID = 8
const MIN_TILE = 32

/** Laplacian variances of 8×8 tiles, row by row; tiles are at least 32 px where the image allows. Grey values 0..255. */
export function tileSharpness(grey: Plane): Grid {
  const columns = Math.max(1, Math.min(GRID, Math.floor(grey.width / MIN_TILE)))
  const rows = Math.max(1, Math.min(GRID, Math.floor(grey.height / MIN_TILE)))
  const edge = (index: number, parts: number, size: number): number => Math.floor((index * size) / parts)
  const values: number[] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      values.push(
        laplacianVariance(grey, {
          left: Math.max(1, edge(column, columns, grey.width)),
          right: Math.min(grey.width - 1, edge(column + 1, columns, grey.width)),
          top: Math.max(1, edge(row, rows, grey.height)),
          bottom: Math.min(grey.height - 1, edge(row + 1, rows, grey.height)),
        }),
      )
  return { columns, rows, values }
}

/**
 * 90th percentile of the tiles' variances (the measure of LoRA Dataset Studio and SceneWorks): a sharp face before a soft
 * background is sharp.
 */
export const sharpness = (grey: Plane): number =>
  quantile(
    tileSharpness(grey).values.toSorted((a, b) => a - b),
    0.9,
  )

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function laplacianVariance({ width, data }: Plane, { left, right, top, bottom }: Box): number {
  let count = 0
  let total = 0
  let squares = 0
  for (let y = top; y < bottom; y++)
    for (let x = left, i = y * width + left; x < right; x++, i++) {
      const value = 4 * data[i]! - data[i - 1]! - data[i + 1]! - data[i - width]! - data[i + width]!
      count++
      total += value
      squares += value * value
    }
  return count === 0 ? 0 : squares / count - (total / count) ** 2
}
