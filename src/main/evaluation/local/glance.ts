import sharp from 'sharp'
import { EvencastError, messageOf } from '../../domain/error.ts'
import type { Pixels } from './plane.ts'

const SIDE = 224

/** The network halves its picture five times. */
const STEP = 32

/** What the style network looks at of a picture: its long side `SIDE`, both sides multiples of `STEP`. */
export async function glanceAt({ width, height, rgb }: Pixels): Promise<Pixels> {
  const scale = SIDE / Math.max(width, height) / STEP
  const side = (length: number): number => Math.max(2, Math.round(length * scale)) * STEP
  try {
    const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .resize(side(width), side(height), { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, rgb: data, alpha: null }
  } catch (cause) {
    // The picture was decoded: whatever it is, it is not its fault.
    throw new EvencastError('UNAVAILABLE', `An image could not be scaled (${messageOf(cause)}). Try again.`, { cause })
  }
}
