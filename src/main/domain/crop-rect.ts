import { ratio as ratioOf, type Size } from './bucket/cut.ts'
import type { Crop } from './crop.ts'

/** Left, top, width and height as shares of a frame, 0..1. */
export type Rect = Pick<Crop, 'x' | 'y' | 'width' | 'height'>

export interface Point {
  readonly x: number
  readonly y: number
}

/** The eight handles of a rectangle, by direction; `move` is the rectangle itself. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof HANDLES)[number] | 'move'

/** Smallest share of a side that a crop may keep. */
const LEAST = 0.02

const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), Math.max(least, most))

/** Converts a ratio in px to width by height in shares of the frame. */
const inFrame = (ratio: number, frame: Size): number => ratio / ratioOf(frame)

/** Parses "3:4" or "0.75" to width by height; null when it is no ratio from 0.1 to 10. */
export function parseRatio(text: string): number | null {
  const [, wide = '', high = '1'] = /^\s*(\d+(?:\.\d+)?)\s*(?:[:/x×]\s*(\d+(?:\.\d+)?))?\s*$/.exec(text) ?? []
  const ratio = Number(wide) / Number(high)
  return wide !== '' && ratio >= 0.1 && ratio <= 10 ? ratio : null
}

/** Returns the largest rectangle of this ratio (in px) within another; centred, or as near to `about` as possible. */
export function ofRatio(rect: Rect, ratio: number, frame: Size, about?: Point): Rect {
  const wide = inFrame(ratio, frame)
  const width = Math.min(rect.width, rect.height * wide)
  const height = Math.min(rect.height, rect.width / wide)
  const { x, y } = about ?? { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
  return {
    x: clamp(x - width / 2, rect.x, rect.x + rect.width - width),
    y: clamp(y - height / 2, rect.y, rect.y + rect.height - height),
    width,
    height,
  }
}

/** Returns the rectangle after a handle was moved by these shares of the frame. `ratio` (in px) is kept unless it is null. */
export function dragged(
  rect: Rect,
  handle: Handle,
  by: Point,
  { ratio, frame }: { readonly ratio: number | null; readonly frame: Size },
): Rect {
  if (handle === 'move')
    return {
      ...rect,
      x: clamp(rect.x + by.x, 0, 1 - rect.width),
      y: clamp(rect.y + by.y, 0, 1 - rect.height),
    }
  const across = handle.includes('e') ? 1 : handle.includes('w') ? -1 : 0
  const down = handle.includes('s') ? 1 : handle.includes('n') ? -1 : 0
  const width = side(rect.width + across * by.x, room(rect.x, rect.width, across))
  const height = side(rect.height + down * by.y, room(rect.y, rect.height, down))
  return placed(
    rect,
    ratio === null ? { width, height } : locked(rect, { width, height, across, down }, inFrame(ratio, frame)),
    { across, down },
  )
}

/** Returns the greatest length of a side that grows in this direction; 0 means both directions about its middle. */
const room = (start: number, length: number, way: number): number =>
  way > 0 ? 1 - start : way < 0 ? start + length : 2 * Math.min(start + length / 2, 1 - start - length / 2)

const side = (length: number, most: number): number => clamp(length, Math.min(LEAST, most), most)

interface Stretch {
  readonly width: number
  readonly height: number
  readonly across: number
  readonly down: number
}

/** Keeps the ratio: a corner follows the side that was moved further, an edge resizes the other side about its middle. */
function locked(rect: Rect, { width, height, across, down }: Stretch, wide: number): { width: number; height: number } {
  const most = Math.min(room(rect.x, rect.width, across), room(rect.y, rect.height, down) * wide)
  const wanted = down === 0 ? width : across === 0 ? height * wide : further(rect, { width, height }, wide)
  const taken = side(wanted, most)
  return { width: taken, height: taken / wide }
}

const further = (rect: Rect, { width, height }: { width: number; height: number }, wide: number): number =>
  Math.abs(width / rect.width - 1) >= Math.abs(height / rect.height - 1) ? width : height * wide

function placed(
  rect: Rect,
  { width, height }: { width: number; height: number },
  { across, down }: { across: number; down: number },
): Rect {
  const at = (start: number, length: number, grown: number, way: number): number =>
    clamp(way > 0 ? start : way < 0 ? start + length - grown : start + (length - grown) / 2, 0, 1 - grown)
  return { x: at(rect.x, rect.width, width, across), y: at(rect.y, rect.height, height, down), width, height }
}

/** Turns the picture a quarter clockwise as seen; the rectangle turns with it. */
export function turned(crop: Crop): Crop {
  const { x, y, width, height, mirror } = crop
  const rotate = ([0, 90, 180, 270] as const)[(crop.rotate / 90 + (mirror ? 3 : 1)) % 4] ?? 0
  return { ...crop, x: 1 - y - height, y: x, width: height, height: width, rotate }
}

/** Mirrors the picture as seen; the rectangle moves with it. */
export const mirrored = (crop: Crop): Crop => ({
  ...crop,
  x: 1 - crop.x - crop.width,
  mirror: !crop.mirror,
  straighten: -crop.straighten || 0,
})
