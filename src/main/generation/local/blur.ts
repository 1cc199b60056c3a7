import { kernel, places, put, take } from './kernels/memory.ts'
import { channels, fromChannels, type Picture, type Plane } from './plane.ts'

const boxRows = kernel('boxRows')
const boxColumns = kernel('boxColumns')
const kernelRows = kernel('kernelRows')
const kernelColumns = kernel('kernelColumns')

function gaussianKernel(sigma: number): Float64Array {
  const weights = Float64Array.from({ length: Math.max(1, Math.ceil(sigma * 2.5)) + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigma * sigma)),
  )
  const whole = weights.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0)
  return weights.map((weight) => weight / whole)
}

/** Widest kernel in px; beyond it box blurs are used, whose cost does not depend on sigma. */
const WIDEST_KERNEL = 2
const WEIGHTS_BYTES = 64

/** Returns the bytes that `blurAt` needs besides the spare plane. */
export const blurBytes = (width: number): number => WEIGHTS_BYTES + (width + 32) * 8

/** As `gaussian`, in place, for the plane at an address; `spare` is as large as the plane, `free` has `blurBytes`. */
export function blurAt(at: number, spare: number, free: number, width: number, height: number, sigma: number): void {
  if (sigma <= WIDEST_KERNEL) {
    const weights = gaussianKernel(sigma)
    put(free, weights)
    kernelRows(at, spare, width, height, free, weights.length - 1, free + WEIGHTS_BYTES)
    kernelColumns(spare, at, width, height, free, weights.length - 1)
    return
  }
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1)
  const lower = Math.floor((ideal - 1) / 2)
  const narrow = 2 * lower + 1
  const narrowPasses = Math.round((12 * sigma * sigma - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4))
  for (let pass = 0; pass < 3; pass++) {
    const radius = pass < narrowPasses ? lower : lower + 1
    boxRows(at, spare, width, height, radius)
    boxColumns(spare, at, width, height, radius, free)
  }
}

/**
 * Applies a Gaussian blur of standard deviation `sigma` in px; the border repeats. A true kernel up to 2 px; beyond that three box blurs
 * whose widths sum to the same variance (Kovesi 2010, "Fast almost-Gaussian filtering"), at a cost that does not grow with sigma.
 */
export function gaussian(plane: Plane, sigma: number): Plane {
  const { width, height, data } = plane
  if (sigma <= 0.05) return plane
  const [at = 0, spare = 0, free = 0] = places(data.length * 4, data.length * 4, blurBytes(width))
  put(at, data)
  blurAt(at, spare, free, width, height, sigma)
  return { width, height, data: take(at, data.length) }
}

export const blurPicture = (picture: Picture, sigma: number): Picture =>
  fromChannels(channels(picture).map((plane) => gaussian(plane, sigma)))
