import sharp from 'sharp'
import { notScaled } from './decode.ts'
import { isReducible, LANCZOS3, reduce, shrinkTo } from './kernels/reduce.ts'
import type { Pixels } from './plane.ts'

const SIDE = 224

/** The network halves its picture five times. */
const STEP = 32

/** Scales a picture for the style network: its long side becomes `SIDE`, both sides multiples of `STEP`. */
export async function glanceAt(picture: Pixels): Promise<Pixels> {
  const { width, height, rgb } = picture
  const scale = SIDE / Math.max(width, height) / STEP
  const side = (length: number): number => Math.max(2, Math.round(length * scale)) * STEP
  const size = { width: side(width), height: side(height) }
  const shrink = shrinkTo(picture, size)
  if (isReducible(shrink)) return reduce(picture, shrink, LANCZOS3)
  const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw notScaled(cause)
    })
  return { width: info.width, height: info.height, rgb: data, alpha: null }
}
