import { CLIPPED, type Grid, type Inspection } from '../../domain/inspection.ts'
import { decode } from './decode.ts'
import { luma } from './kernels/resize.ts'
import type { Pixels, Plane } from './plane.ts'
import { readImage } from './read-image.ts'
import { tileSharpness } from './sharpness.ts'

const LEVELS = 64
const CELLS = 32

/** Returns where in the image its measures come from, on the same grey copy on which they were taken; null when it does not decode. */
export async function inspect({ file }: { readonly file: string }): Promise<Inspection | null> {
  const content = await readImage(file)
  const decoded = 'unreadable' in content ? content : await decode(content)
  if ('unreadable' in decoded) return null
  const grey = luma(decoded.pixels)
  const count = grey.data.length
  return {
    histogram: {
      red: levels(count, channel(decoded.pixels, 0)),
      green: levels(count, channel(decoded.pixels, 1)),
      blue: levels(count, channel(decoded.pixels, 2)),
      luma: levels(count, (at) => grey.data[at] ?? 0),
    },
    sharpness: tileSharpness(decoded.pixels),
    dark: shares(grey, (value) => value <= CLIPPED.dark),
    bright: shares(grey, (value) => value >= CLIPPED.bright),
  }
}

const channel =
  ({ rgb }: Pixels, offset: number) =>
  (at: number): number =>
    rgb[at * 3 + offset] ?? 0

function levels(count: number, valueAt: (at: number) => number): number[] {
  const sums = Array.from({ length: LEVELS }, () => 0)
  for (let at = 0; at < count; at++) {
    const level = Math.min(LEVELS - 1, Math.floor((valueAt(at) * LEVELS) / 256))
    sums[level] = (sums[level] ?? 0) + 1
  }
  return sums.map((sum) => sum / count)
}

/** Returns the share of each cell's pixels for which `like` is true. */
function shares({ width, height, data }: Plane, like: (value: number) => boolean): Grid {
  const columns = Math.min(CELLS, width)
  const rows = Math.min(CELLS, height)
  const all = new Uint32Array(columns * rows)
  const found = new Uint32Array(columns * rows)
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns
    for (let x = 0; x < width; x++, at++) {
      const cell = row + Math.floor((x * columns) / width)
      all[cell]!++
      if (like(data[at]!)) found[cell]!++
    }
  }
  return { columns, rows, values: Array.from(found, (value, cell) => value / (all[cell] ?? 1)) }
}
