import type { Size } from './bucket/cut.ts'
import { type Crop, fillingScale, turnedSize } from './crop.ts'
import type { Point } from './crop-rect.ts'

/** Returns the corners of a crop on the upright image of this size, in px. */
export function cropOutline(crop: Crop, size: Size): readonly Point[] {
  const frame = turnedSize(size, crop.rotate)
  const [right, bottom] = [crop.x + crop.width, crop.y + crop.height]
  const corners = [
    [crop.x, crop.y],
    [right, crop.y],
    [right, bottom],
    [crop.x, bottom],
  ] as const
  return corners.map(([x, y]) => unturned(unstraightened({ x: x * frame.width, y: y * frame.height }, crop, frame)))

  /** Maps a point of the turned (and perhaps mirrored) frame to the upright image. */
  function unturned(point: Point): Point {
    const x = crop.mirror ? frame.width - point.x : point.x
    if (crop.rotate === 90) return { x: point.y, y: size.height - x }
    if (crop.rotate === 180) return { x: size.width - x, y: size.height - point.y }
    if (crop.rotate === 270) return { x: size.width - point.y, y: x }
    return { x, y: point.y }
  }
}

/** Undoes the straightening, which enlarged the picture about its middle and turned it clockwise. */
function unstraightened({ x, y }: Point, { straighten }: Crop, frame: Size): Point {
  const angle = (-straighten * Math.PI) / 180
  const scale = fillingScale(straighten, frame)
  const [middleX, middleY] = [frame.width / 2, frame.height / 2]
  const [across, down] = [(x - middleX) / scale, (y - middleY) / scale]
  return {
    x: middleX + across * Math.cos(angle) - down * Math.sin(angle),
    y: middleY + across * Math.sin(angle) + down * Math.cos(angle),
  }
}
