/** Scale 1 shows the whole image; `x` and `y` move its centre, in CSS pixels. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const FITTED: Zoom = { scale: 1, x: 0, y: 0 }
const MOST = 12

/** Zooms so that the point under the cursor stays where it is; the cursor is given from the stage's centre. */
export function zoomAt(zoom: Zoom, factor: number, cursor: { readonly x: number; readonly y: number }): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor))
  if (scale === 1) return FITTED
  const ratio = scale / zoom.scale
  return { scale, x: cursor.x - (cursor.x - zoom.x) * ratio, y: cursor.y - (cursor.y - zoom.y) * ratio }
}

/** The scale at which one image pixel is one screen pixel. */
export const actualSize = (naturalWidth: number, fittedWidth: number): number =>
  fittedWidth > 0 ? Math.min(MOST, Math.max(1, naturalWidth / fittedWidth)) : 1
