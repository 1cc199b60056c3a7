/** Sides in px. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** How a trainer cuts an image: it scales the image until it covers the bucket, then cuts it to the bucket's size. */
export interface Cut {
  /** The size the trainer sees. */
  readonly bucket: Size
  readonly scaled: Size
  /** Top left corner of the bucket in the scaled image, in px. */
  readonly offset: { readonly x: number; readonly y: number }
}

export const area = ({ width, height }: Size): number => width * height

export const ratio = ({ width, height }: Size): number => width / height

export const downTo = (side: number, step: number): number => side - (side % step)

export const upTo = (side: number, step: number): number => downTo(side + step - 1, step)

/** Rounds halves up: `int(side + 0.5)`, as most trainers do. */
export const rounded = (side: number): number => Math.floor(side + 0.5)

/** Rounds halves to the even number, as Python's `round` does. */
export function roundedEven(value: number): number {
  const down = Math.floor(value)
  const rest = value - down
  return rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down
}

/** Cuts the bucket out of the middle of the scaled image. */
export const centred = (bucket: Size, scaled: Size): Cut => ({
  bucket,
  scaled,
  offset: {
    x: Math.floor((scaled.width - bucket.width) / 2),
    y: Math.floor((scaled.height - bucket.height) / 2),
  },
})

/** Scales the image by the larger of both factors and rounds each side. */
export function covering(image: Size, bucket: Size, round = rounded): Cut {
  const scale = Math.max(bucket.width / image.width, bucket.height / image.height)
  return centred(bucket, { width: round(image.width * scale), height: round(image.height * scale) })
}

/** Returns the first of the items with the least distance. The list must not be empty. */
export function nearest<T>(list: readonly T[], distance: (item: T) => number): T {
  return list.reduce((best, item) => (distance(item) < distance(best) ? item : best))
}

/** Returns the share of the image's area that is cut away, 0..1. */
export const cutAway = ({ bucket, scaled }: Cut): number => Math.max(0, 1 - area(bucket) / area(scaled))

/** Returns the factor by which the image is enlarged; 1 or less means that it is not. */
export const enlarged = (image: Size, { scaled }: Cut): number => scaled.width / image.width
