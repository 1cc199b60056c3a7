import type { Size } from './bucket/cut.ts'
import { plainValue } from './json-literal.ts'

/**
 * Crop that a person chose for an image, `crop` of its manifest entry; the file itself is not changed. Applied in this order: turned by
 * `rotate`, mirrored, straightened, then cut.
 */
export interface Crop {
  /** Left, top, width and height as shares of the turned image, 0..1. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Quarter turns clockwise, after the file's own orientation. */
  readonly rotate: 0 | 90 | 180 | 270
  /** True when left and right are swapped. */
  readonly mirror: boolean
  /** Degrees clockwise, -45..45, about the middle; the picture is enlarged until it fills its frame, so corners are never shown. */
  readonly straighten: number
}

/** Crop that changes nothing. */
export const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1, rotate: 0, mirror: false, straighten: 0 }

const part = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1

/** Returns the length of a side, cut at the edge; sums of rounded numbers may exceed 1 slightly. */
const within = (start: number, length: number): number => (start + length > 1 + 1e-9 ? 1 - start : length)

/** Reads the `crop` of a manifest, which may come from any source; null when it is invalid. A crop that crosses an edge is cut there. */
export function readCrop(value: unknown): Crop | null {
  if (typeof value !== 'object' || value === null) return null
  // The manifest may keep a number as it was written, such as 0.50.
  const plain: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, plainValue(each)]),
  )
  const { x, y, width, height, rotate = 0, mirror = false, straighten = 0 } = plain
  if (!part(x) || !part(y) || !part(width) || !part(height) || x >= 1 || y >= 1 || width === 0 || height === 0)
    return null
  const turned = ([0, 90, 180, 270] as const).find((each) => each === rotate)
  if (turned === undefined || typeof mirror !== 'boolean') return null
  if (typeof straighten !== 'number' || !(Math.abs(straighten) <= 45)) return null
  return {
    x,
    y,
    width: within(x, width),
    height: within(y, height),
    rotate: turned,
    mirror,
    straighten,
  }
}

/** Returns the crop of a manifest entry. */
export const cropOf = (entry: { readonly crop?: unknown }): Crop | null => readCrop(entry.crop)

/** Rounds to a millionth of a side, which is less than a pixel of any image. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 || 0

/** Returns the crop as it is stored: short numbers, within the picture; null when it changes nothing. */
export function tidyCrop(crop: Crop): Crop | null {
  const x = rounded(Math.min(Math.max(crop.x, 0), 1))
  const y = rounded(Math.min(Math.max(crop.y, 0), 1))
  const tidy = {
    ...crop,
    x,
    y,
    width: rounded(Math.min(crop.width, 1 - x)),
    height: rounded(Math.min(crop.height, 1 - y)),
    straighten: Math.round(crop.straighten * 100) / 100 || 0,
  }
  return sameCrop(tidy, WHOLE) ? null : tidy
}

export const sameCrop = (a: Crop | null, b: Crop | null): boolean => cropKey(a) === cropKey(b)

/** Returns a short key, safe in URLs and equal for crops that show the same; empty without a crop. */
export function cropKey(crop: Crop | null): string {
  if (!crop) return ''
  const { x, y, width, height, rotate, mirror, straighten } = crop
  const parts = [x, y, width, height].map((each) => Math.round(each * 1e6).toString(36))
  return [...parts, rotate / 90, mirror ? 1 : 0, Math.round(straighten * 100)].join('.')
}

/** Returns a version that changes with the file's content (`stamp`) and its crop. */
export const pictureVersion = (stamp: string, crop: Crop | null): string => (crop ? `${stamp}-${cropKey(crop)}` : stamp)

/** Returns the size of the frame that a crop lies in: a quarter turn swaps the sides. */
export const turnedSize = ({ width, height }: Size, rotate: Crop['rotate']): Size =>
  rotate === 90 || rotate === 270 ? { width: height, height: width } : { width, height }

/** Returns a crop in px of an image of this size, already turned and straightened; at least one px each way. */
export function cropPixels(crop: Pick<Crop, 'x' | 'y' | 'width' | 'height'>, width: number, height: number) {
  const left = Math.min(width - 1, Math.round(crop.x * width))
  const top = Math.min(height - 1, Math.round(crop.y * height))
  return {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.round(crop.width * width))),
    height: Math.max(1, Math.min(height - top, Math.round(crop.height * height))),
  }
}

/** Returns the size in px of a cropped upright image. */
export function croppedSize(crop: Crop | null, size: Size): Size {
  if (!crop) return { width: size.width, height: size.height }
  const frame = turnedSize(size, crop.rotate)
  const { width, height } = cropPixels(crop, frame.width, frame.height)
  return { width, height }
}

/** Returns the factor by which a picture turned by these degrees must be enlarged to fill its frame. */
export function fillingScale(degrees: number, { width, height }: Size): number {
  const angle = (Math.abs(degrees) * Math.PI) / 180
  return Math.cos(angle) + (Math.max(width, height) / Math.min(width, height)) * Math.sin(angle)
}

/** Returns a crop in the form that the decoder applies to pixels. */
export const shapeOf = (crop: Crop) => ({
  rotate: crop.rotate,
  mirror: crop.mirror,
  straighten: crop.straighten,
  box: (width: number, height: number) => cropPixels(crop, width, height),
  scale: (width: number, height: number) => fillingScale(crop.straighten, { width, height }),
})
