import type { Chroma } from './kernels/coarse.ts'
import { resizeArea } from './kernels/resize.ts'

const SIDE = 4

/** Returns the image as 4×4 colours, row by row, three hex digits each: drawn blurred until a thumbnail is there. */
export function coarseColours({ luma, blue, red }: Chroma): string {
  const [y, b, r] = [luma, blue, red].map((plane) => resizeArea(plane, SIDE, SIDE).data)
  const digit = (value: number): string => Math.max(0, Math.min(15, Math.round((value / 255) * 15))).toString(16)
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const light = y![i]!
    // The inverse of `chroma` of `pixels.as`.
    return (
      digit(light + 1.402 * r![i]!) +
      digit(light - 0.344136 * b![i]! - 0.714136 * r![i]!) +
      digit(light + 1.772 * b![i]!)
    )
  }).join('')
}
