import { turbulence } from './noise.ts'
import { createPlane, type Plane, smoothstep } from './plane.ts'
import type { Drawing } from './drawing.ts'

/**
 * Returns the area in which the artist worked: 1 in the middle, fading to 0 at an uneven edge that stays clear of the source's end and
 * wraps around the figure. `margin` is the share of the short side left blank, `softness` the width of the fade in the same unit.
 */
export function workedArea(drawing: Drawing, margin: number, softness: number): Plane {
  const { width, height, inside, focus, random } = drawing
  const uneven = turbulence(width, height, Math.min(width, height) * 0.3, 4, random).data
  const short = Math.min(width, height)
  const out = createPlane(width, height)
  const edge = insideDepth(inside)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      // Corners are rounded towards the head, because the vignette follows the sitter, not the sheet.
      const far = Math.sqrt(((x - focus.x) / width) ** 2 + (((y - focus.y) / height) * 0.8) ** 2)
      const sheet = Math.min(x, y, width - 1 - x, height - 1 - y) / short - margin
      // Work stops well before the source's own edge, which must never show as a straight line.
      const depth =
        Math.min(sheet, edge.data[i]! / short - Math.max(0.03, margin) - softness * 0.4) -
        uneven[i]! * (0.018 + softness * 0.22) -
        Math.max(0, far - 0.42) * 0.35
      // The head itself is always finished.
      const head = 1 - Math.sqrt(((x - focus.x) / 0.62) ** 2 + ((y - focus.y) / 0.72) ** 2) / Math.max(1, focus.head)
      out.data[i] =
        smoothstep(-softness / 2, softness / 2, depth + Math.max(0, Math.min(0.12, head * 0.5))) * inside.data[i]!
    }
  return out
}

/** Returns the city-block distance to the end of the source in px; large where the source fills the sheet. */
export function insideDepth({ width, height, data }: Plane): Plane {
  const out = createPlane(width, height)
  const far = width + height
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      out.data[i] =
        data[i]! < 0.5 ? 0 : 1 + Math.min(x > 0 ? out.data[i - 1]! : far, y > 0 ? out.data[i - width]! : far)
  for (let y = height - 1, i = width * height - 1; y >= 0; y--)
    for (let x = width - 1; x >= 0; x--, i--)
      out.data[i] = Math.min(
        out.data[i]!,
        1 + Math.min(x < width - 1 ? out.data[i + 1]! : far, y < height - 1 ? out.data[i + width]! : far),
      )
  return out
}

const PANEL_LINE_PX = 5

/** Draws the ruled border of a panel where the source ends on the sheet: 1 is ink. Nothing where the source fills the sheet. */
export function panelInk(inside: Plane): Plane {
  const depth = insideDepth(inside).data
  return { ...inside, data: depth.map((value) => (value > 0 && value <= PANEL_LINE_PX ? 1 : 0)) }
}
