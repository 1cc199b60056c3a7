import { bucketRatio } from '../../../../main/domain/bucket/shapes.ts'
import type { Size } from '../../../../main/domain/bucket/cut.ts'
import type { CutOf } from '../../../../main/domain/bucket/trainer-cut.ts'
import { type Crop, croppedSize, turnedSize, WHOLE } from '../../../../main/domain/crop.ts'
import { ofRatio, parseRatio } from '../../../../main/domain/crop-rect.ts'

/** What a crop is held to. `bucket`: whatever the trainer would cut it to. */
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

/** Width by height in px; null: any, while it is dragged. */
export function lockedRatio(shape: Shape, crop: Crop, size: Size): number | null {
  if (shape === 'free' || shape === 'bucket') return null
  const frame = turnedSize(size, crop.rotate)
  return shape === 'original' ? frame.width / frame.height : parseRatio(shape)
}

/** A crop brought to a shape: as large as the image allows, about where it is. */
export function inShape(crop: Crop, shape: Shape, size: Size, cutOf: CutOf): Crop {
  if (shape === 'free') return crop
  if (shape === 'bucket') return snapped(crop, size, cutOf)
  const about = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 }
  const ratio = lockedRatio(shape, crop, size) ?? 1
  return { ...crop, ...ofRatio(WHOLE, ratio, turnedSize(size, crop.rotate), about) }
}

/** Cut to what the trainer would cut it to, so that it takes nothing away by itself. */
export const snapped = (crop: Crop, size: Size, cutOf: CutOf): Crop => ({
  ...crop,
  ...ofRatio(crop, bucketRatio(croppedSize(crop, size), cutOf), turnedSize(size, crop.rotate)),
})

/** The same shape after a quarter turn. */
export function turnedShape(shape: Shape): Shape {
  const [wide, high] = shape.split(':')
  return SHAPES.find((each) => each === `${high}:${wide}`) ?? shape
}
