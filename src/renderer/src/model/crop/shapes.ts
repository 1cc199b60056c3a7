import { bucketRatio } from '../../../../main/domain/bucket/shapes.ts'
import type { Size } from '../../../../main/domain/bucket/cut.ts'
import type { CutOf } from '../../../../main/domain/bucket/trainer-cut.ts'
import { type Crop, croppedSize, turnedSize, WHOLE } from '../../../../main/domain/crop.ts'
import { ofRatio, parseRatio } from '../../../../main/domain/crop-rect.ts'

/** Aspect ratios that a crop can be locked to. `bucket`: the ratio of the trainer's bucket. */
export const SHAPES = [
  'free',
  'original',
  'bucket',
  '1:1',
  '4:5',
  '3:4',
  '2:3',
  '9:16',
  '5:4',
  '4:3',
  '3:2',
  '16:9',
] as const
export type Shape = (typeof SHAPES)[number]

/** Returns width divided by height in pixels, or null when the ratio is free during a drag. */
export function lockedRatio(shape: Shape, crop: Crop, size: Size): number | null {
  if (shape === 'free' || shape === 'bucket') return null
  const frame = turnedSize(size, crop.rotate)
  return shape === 'original' ? frame.width / frame.height : parseRatio(shape)
}

/** Fits a crop to a shape: as large as the image allows, around the same centre. */
export function inShape(crop: Crop, shape: Shape, size: Size, cutOf: CutOf): Crop {
  if (shape === 'free') return crop
  if (shape === 'bucket') return snapped(crop, size, cutOf)
  const about = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 }
  const ratio = lockedRatio(shape, crop, size) ?? 1
  return { ...crop, ...ofRatio(WHOLE, ratio, turnedSize(size, crop.rotate), about) }
}

/** Snaps a crop to the trainer's own cut, so that the trainer removes nothing more. */
export const snapped = (crop: Crop, size: Size, cutOf: CutOf): Crop => ({
  ...crop,
  ...ofRatio(crop, bucketRatio(croppedSize(crop, size), cutOf), turnedSize(size, crop.rotate)),
})

/** Returns the shape after a rotation by 90°. */
export function turnedShape(shape: Shape): Shape {
  const [wide, high] = shape.split(':')
  return SHAPES.find((each) => each === `${high}:${wide}`) ?? shape
}
