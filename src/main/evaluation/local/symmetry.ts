import { fitWithin, type Plane, resizeArea } from './plane.ts'

/** Correlation of a 256 px grey copy with its mirror image, -1..1; 0 for an image without any contrast. */
export function symmetry(grey: Plane): number {
  const size = fitWithin(grey, 256)
  const { width, height, data } = resizeArea(grey, size.width, size.height)
  let sum = 0
  for (const value of data) sum += value
  const mean = sum / data.length
  let product = 0
  let power = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]! - mean
      product += value * (data[(y + 1) * width - 1 - x]! - mean)
      power += value * value
    }
  return power < 1 ? 0 : product / power
}
