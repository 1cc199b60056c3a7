import { turbulence } from './noise.ts'
import { createPlane, type Plane, smoothstep } from './plane.ts'
import type { Sitting } from './sitting.ts'

/**
 * Where the artist worked: 1 in the middle, fading to 0 at an uneven edge that stays clear of the source's end and wraps around the
 * figure. `margin` is the share of the short side left blank, `softness` the width of the fade in the same unit.
 */
export function workedArea(sitting: Sitting, margin: number, softness: number): Plane {
  const { width, height, inside, focus, random } = sitting
  const uneven = turbulence(width, height, Math.min(width, height) * 0.3, 4, random).data
  const short = Math.min(width, height)
  const out = createPlane(width, height)
  const edge = distanceInside(inside)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      // Corners are rounded towards the head: the vignette follows the sitter, not the sheet.
      const far = Math.hypot((x - focus.x) / width, ((y - focus.y) / height) * 0.8)
      const border = Math.min(x, y, width - 1 - x, height - 1 - y, edge.data[i]! * short)
      const depth = border / short - margin - uneven[i]! * (0.018 + softness * 0.22) - Math.max(0, far - 0.42) * 0.35
      out.data[i] = smoothstep(-softness / 2, softness / 2, depth) * inside.data[i]!
    }
  return out
}

/** City-block distance to the end of the source in shares of the short side; large where the source fills the sheet. */
function distanceInside({ width, height, data }: Plane): Plane {
  const out = createPlane(width, height)
  const short = Math.min(width, height)
  const far = width + height
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      out.data[i] = data[i]! < 0.5 ? 0 : 1 + Math.min(x > 0 ? out.data[i - 1]! : far, y > 0 ? out.data[i - width]! : far)
  for (let y = height - 1, i = width * height - 1; y >= 0; y--)
    for (let x = width - 1; x >= 0; x--, i--)
      out.data[i] = Math.min(
        out.data[i]!,
        1 + Math.min(x < width - 1 ? out.data[i + 1]! : far, y < height - 1 ? out.data[i + width]! : far),
      )
  for (let i = 0; i < out.data.length; i++) out.data[i]! /= short
  return out
}
