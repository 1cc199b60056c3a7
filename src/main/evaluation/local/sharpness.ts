import type { Grid } from '../../domain/inspection.ts'
import { type Pixels, quantile } from './plane.ts'

const GRID = 8
const MIN_TILE = 32

/** Luma is counted in thousandths: whole numbers, so that nothing is rounded before the sums are taken. */
const UNIT = 1000

/**
 * Laplacian variances of 8×8 tiles, row by row; tiles are at least 32 px where the image allows. Grey values 0..255 (Rec. 601). Three
 * lines of grey are kept at a time: a whole plane would be megabytes to allocate and to fetch again.
 */
export function tileSharpness({ width, height, rgb }: Pixels): Grid {
  const columns = Math.max(1, Math.min(GRID, Math.floor(width / MIN_TILE)))
  const rows = Math.max(1, Math.min(GRID, Math.floor(height / MIN_TILE)))
  const tiles = columns * rows
  const sums = { count: new Float64Array(tiles), total: new Float64Array(tiles), squares: new Float64Array(tiles) }
  const rights = Int32Array.from({ length: columns }, (_, column) =>
    Math.min(width - 1, Math.floor(((column + 1) * width) / columns)),
  )
  // Of doubles, since squares need them: to convert each difference takes longer than all else.
  let above = new Float64Array(width)
  let here = new Float64Array(width)
  let below = new Float64Array(width)
  greyLine(rgb, 0, above)
  if (height > 1) greyLine(rgb, width * 3, here)
  for (let y = 1, row = 0; y < height - 1; y++) {
    greyLine(rgb, (y + 1) * width * 3, below)
    while (row < rows - 1 && y >= Math.floor(((row + 1) * height) / rows)) row++
    addLine([above, here, below], rights, sums, row * columns)
    ;[above, here, below] = [here, below, above]
  }
  const values = Array.from(sums.count, (count, tile) =>
    count === 0 ? 0 : (sums.squares[tile]! / count - (sums.total[tile]! / count) ** 2) / UNIT ** 2,
  )
  return { columns, rows, values }
}

/**
 * 90th percentile of the tiles' variances (the measure of LoRA Dataset Studio and SceneWorks): a sharp face before a soft
 * background is sharp.
 */
export const sharpness = (pixels: Pixels): number =>
  quantile(
    tileSharpness(pixels).values.toSorted((a, b) => a - b),
    0.9,
  )

function greyLine(rgb: Uint8Array, from: number, line: Float64Array): void {
  for (let x = 0, p = from; x < line.length; x++, p += 3)
    line[x] = 299 * rgb[p]! + 587 * rgb[p + 1]! + 114 * rgb[p + 2]!
}

interface Sums {
  readonly count: Float64Array
  readonly total: Float64Array
  readonly squares: Float64Array
}

/** Adds a line's Laplacians to its tiles, the first of which is `tile`; `rights`: where each column of tiles ends. */
function addLine(
  [above, here, below]: readonly [Float64Array, Float64Array, Float64Array],
  rights: Int32Array,
  { count, total, squares }: Sums,
  tile: number,
): void {
  let x = 1
  for (let column = 0; column < rights.length; column++) {
    const right = rights[column]!
    const left = x
    // Two at a time, each with sums of its own, so that neither waits for the other: all are whole numbers, so no order matters.
    let [sum, otherSum, power, otherPower] = [0, 0, 0, 0]
    let [before, middle] = [here[x - 1]!, here[x]!]
    for (; x + 1 < right; x += 2) {
      const after = here[x + 1]!
      const next = here[x + 2]!
      const first = 4 * middle - before - after - above[x]! - below[x]!
      const second = 4 * after - middle - next - above[x + 1]! - below[x + 1]!
      sum += first
      otherSum += second
      power += first * first
      otherPower += second * second
      before = after
      middle = next
    }
    for (; x < right; x++) {
      const value = 4 * here[x]! - here[x - 1]! - here[x + 1]! - above[x]! - below[x]!
      sum += value
      power += value * value
    }
    count[tile + column]! += Math.max(0, right - left)
    total[tile + column]! += sum + otherSum
    squares[tile + column]! += power + otherPower
  }
}
