import type { Grid } from '../../domain/inspection.ts'
import { laplacianVariances } from './kernels/sharp-tiles.ts'
import { type Pixels, quantile } from './plane.ts'

const GRID = 8
const MIN_TILE = 32

/**
 * Computes the Laplacian variances of 8×8 tiles, row by row; tiles are at least 32 px where the image allows. Grey values 0..255 (Rec.
 * 601).
 */
export function tileSharpness(pixels: Pixels): Grid {
  const tiles = (side: number): number => Math.max(1, Math.min(GRID, Math.floor(side / MIN_TILE)))
  const columns = tiles(pixels.width)
  const rows = tiles(pixels.height)
  return { columns, rows, values: laplacianVariances(pixels, columns, rows) }
}

/**
 * Returns the 90th percentile of the tiles' variances (the measure of LoRA Dataset Studio and SceneWorks): a sharp face before a soft
 * background is sharp.
 */
export const sharpness = (pixels: Pixels): number =>
  quantile(
    tileSharpness(pixels).values.toSorted((a, b) => a - b),
    0.9,
  )
