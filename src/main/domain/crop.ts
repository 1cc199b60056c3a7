/**
 * What a person cut out of an image, kept beside it in the manifest; the file itself stays as it is. Applied in this order: turned by
 * `rotate`, mirrored, straightened, then cut.
 */
export interface Crop {
  /** Left, top, width and height as parts of the turned image, 0..1. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Quarter turns clockwise, after the orientation that the file itself asks for. */
  readonly rotate: 0 | 90 | 180 | 270
  /** Left and right changed over. */
  readonly mirror: boolean
  /** Degrees clockwise, -45..45, about the middle; corners are never shown. */
  readonly straighten: number
}

const part = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1

/** A manifest's `crop`, from anyone; null for what is none. What reaches over an edge is cut at it. */
export function readCrop(value: unknown): Crop | null {
  if (typeof value !== 'object' || value === null) return null
  const { x, y, width, height, rotate = 0, mirror = false, straighten = 0 }: Record<string, unknown> = { ...value }
  if (!part(x) || !part(y) || !part(width) || !part(height) || x >= 1 || y >= 1 || width === 0 || height === 0)
    return null
  const turned = ([0, 90, 180, 270] as const).find((each) => each === rotate)
  if (turned === undefined || typeof mirror !== 'boolean') return null
  if (typeof straighten !== 'number' || !(Math.abs(straighten) <= 45)) return null
  return {
    x,
    y,
    width: Math.min(width, 1 - x),
    height: Math.min(height, 1 - y),
    rotate: turned,
    mirror,
    straighten,
  }
}

/** The part in px of an image of this size (already turned and straightened); at least one px each way. */
export function cropPixels(crop: Crop, width: number, height: number) {
  const left = Math.min(width - 1, Math.round(crop.x * width))
  const top = Math.min(height - 1, Math.round(crop.y * height))
  return {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.round(crop.width * width))),
    height: Math.max(1, Math.min(height - top, Math.round(crop.height * height))),
  }
}
