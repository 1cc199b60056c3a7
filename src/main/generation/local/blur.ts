import { channels, fromChannels, type Picture, type Plane } from './plane.ts'

function boxRows(from: Float32Array, to: Float32Array, width: number, height: number, radius: number): void {
  const scale = 1 / (2 * radius + 1)
  const padded = new Float32Array(width + 2 * radius)
  for (let y = 0; y < height; y++) {
    const row = y * width
    repeatBorder(padded, from, row, width, radius)
    let total = 0
    for (let x = 0; x < 2 * radius; x++) total += padded[x]!
    for (let x = 0; x < width; x++) {
      total += padded[x + 2 * radius]!
      to[row + x] = total * scale
      total -= padded[x]!
    }
  }
}

function boxColumns(from: Float32Array, to: Float32Array, width: number, height: number, radius: number): void {
  const scale = 1 / (2 * radius + 1)
  const totals = new Float64Array(width)
  const rowAt = (y: number): number => Math.min(Math.max(y, 0), height - 1) * width
  for (let y = -radius; y < radius; y++) {
    const row = rowAt(y)
    for (let x = 0; x < width; x++) totals[x]! += from[row + x]!
  }
  for (let y = 0; y < height; y++) {
    const [here, enters, leaves] = [y * width, rowAt(y + radius), rowAt(y - radius)]
    for (let x = 0; x < width; x++) {
      const total = totals[x]! + from[enters + x]!
      to[here + x] = total * scale
      totals[x] = total - from[leaves + x]!
    }
  }
}

/** Lays one row into `padded`, its ends repeated `radius` px outwards. */
function repeatBorder(padded: Float32Array, from: Float32Array, row: number, width: number, radius: number): void {
  padded.fill(from[row]!, 0, radius)
  padded.set(from.subarray(row, row + width), radius)
  padded.fill(from[row + width - 1]!, radius + width)
}

function kernelRows(from: Float32Array, to: Float32Array, width: number, height: number, kernel: Float64Array): void {
  const radius = kernel.length - 1
  const padded = new Float32Array(width + 2 * radius)
  for (let y = 0; y < height; y++) {
    const row = y * width
    repeatBorder(padded, from, row, width, radius)
    for (let x = 0; x < width; x++) {
      let total = kernel[0]! * padded[x + radius]!
      for (let i = 1; i <= radius; i++) total += kernel[i]! * (padded[x + radius - i]! + padded[x + radius + i]!)
      to[row + x] = total
    }
  }
}

function kernelColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  kernel: Float64Array,
): void {
  const radius = kernel.length - 1
  for (let y = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) to[row + x] = kernel[0]! * from[row + x]!
    for (let i = 1; i <= radius; i++) {
      const up = Math.max(0, y - i) * width
      const down = Math.min(height - 1, y + i) * width
      const weight = kernel[i]!
      for (let x = 0; x < width; x++) to[row + x]! += weight * (from[up + x]! + from[down + x]!)
    }
  }
}

function gaussianKernel(sigma: number): Float64Array {
  const kernel = Float64Array.from({ length: Math.max(1, Math.ceil(sigma * 2.5)) + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigma * sigma)),
  )
  const whole = kernel.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0)
  return kernel.map((weight) => weight / whole)
}

/**
 * Gaussian blur of standard deviation `sigma` in px; the border repeats. A true kernel up to 2 px; beyond that three box blurs
 * whose widths sum to the same variance (Kovesi 2010, "Fast almost-Gaussian filtering"), at a cost that does not grow with sigma.
 */
export function gaussian(plane: Plane, sigma: number): Plane {
  const { width, height } = plane
  if (sigma <= 0.05) return plane
  const out = new Float32Array(plane.data.length)
  const other = new Float32Array(plane.data.length)
  if (sigma <= 2) {
    const kernel = gaussianKernel(sigma)
    kernelRows(plane.data, other, width, height, kernel)
    kernelColumns(other, out, width, height, kernel)
    return { width, height, data: out }
  }
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1)
  const lower = Math.floor((ideal - 1) / 2)
  const narrow = 2 * lower + 1
  const narrowPasses = Math.round((12 * sigma * sigma - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4))
  let from = plane.data
  for (let pass = 0; pass < 3; pass++) {
    const radius = pass < narrowPasses ? lower : lower + 1
    boxRows(from, other, width, height, radius)
    boxColumns(other, out, width, height, radius)
    from = out
  }
  return { width, height, data: out }
}

export const blurPicture = (picture: Picture, sigma: number): Picture =>
  fromChannels(channels(picture).map((plane) => gaussian(plane, sigma)))
