/** Scale 1 shows the whole image; `x` and `y` move its centre, in CSS pixels. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const FITTED: Zoom = { scale: 1, x: 0, y: 0 }
const MOST = 12

/**
 * Returns the scale, relative to the fitted image, at which one image pixel is one screen pixel; below 1 for an image smaller than its
 * stage.
 */
export function actualSize(
  natural: { readonly width: number; readonly height: number },
  stage: { readonly width: number; readonly height: number },
): number {
  const fitted = Math.min(stage.width / natural.width, stage.height / natural.height)
  return Number.isFinite(fitted) && fitted > 0 ? Math.min(MOST, 1 / fitted) : 1
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Toggles between the whole image and 1:1 around a point. */
export const toggled = (zoom: Zoom, actual: number, at: Point): Zoom =>
  zoom.scale === 1 && actual !== 1 ? zoomAt(zoom, actual, at, Math.min(1, actual)) : FITTED

/** Zooms while the point under the cursor stays in place; `cursor` is relative to the centre of the stage. */
export function zoomAt(zoom: Zoom, factor: number, cursor: Point, least = 1): Zoom {
  const scale = Math.min(MOST, Math.max(least, zoom.scale * factor))
  if (scale <= 1) return { ...FITTED, scale }
  const ratio = scale / zoom.scale
  return { scale, x: cursor.x - (cursor.x - zoom.x) * ratio, y: cursor.y - (cursor.y - zoom.y) * ratio }
}
