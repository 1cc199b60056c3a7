/** Sides in px. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What a trainer makes of an image: scaled until it covers the bucket, then cut to it. */
export interface Cut {
  /** The size the trainer sees. */
  readonly bucket: Size
  readonly scaled: Size
  /** Where the bucket begins in the scaled image, px from its top left. */
  readonly offset: { readonly x: number; readonly y: number }
}

export const area = ({ width, height }: Size): number => width * height

export const ratio = ({ width, height }: Size): number => width / height

export const downTo = (side: number, step: number): number => side - (side % step)

export const upTo = (side: number, step: number): number => downTo(side + step - 1, step)

/** Halves are rounded up: `int(side + 0.5)`, as most trainers have it. */
export const rounded = (side: number): number => Math.floor(side + 0.5)

/** Halves go to the even number: Python's own `round`. */
export function roundedEven(value: number): number {
  const down = Math.floor(value)
  const rest = value - down
  return rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down
}

/** Half of what is left over, on either side. */
export const centred = (bucket: Size, scaled: Size): Cut => ({
  bucket,
  scaled,
  offset: {
    x: Math.floor((scaled.width - bucket.width) / 2),
    y: Math.floor((scaled.height - bucket.height) / 2),
  },
})

/** Scaled by the larger of both factors, each side rounded. */
export function covering(image: Size, bucket: Size, round = rounded): Cut {
  const scale = Math.max(bucket.width / image.width, bucket.height / image.height)
  return centred(bucket, { width: round(image.width * scale), height: round(image.height * scale) })
}

/** The first of the nearest by `distance`. The list must not be empty. */
export function nearest<T>(list: readonly T[], distance: (item: T) => number): T {
  return list.reduce((best, item) => (distance(item) < distance(best) ? item : best))
}

/** Share of the image's area that is cut away, 0..1. */
export const cutAway = ({ bucket, scaled }: Cut): number => Math.max(0, 1 - area(bucket) / area(scaled))

/** How much the image is enlarged; 1 and below: not at all. */
export const enlarged = (image: Size, { scaled }: Cut): number => scaled.width / image.width
