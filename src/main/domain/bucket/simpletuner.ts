import { centred, type Cut, ratio, roundedEven, type Size } from './cut.ts'

const STEP = 64

const toStep = (side: number): number => Math.max(STEP, roundedEven(side / STEP) * STEP)

/** Rounds as Python's `round(value, 2)`: only eighths can lie exactly between two hundredths. */
const hundredths = (value: number): number =>
  Number.isInteger(value * 8) ? roundedEven(value * 100) / 100 : Number(value.toFixed(2))

/** Megapixels and the side in px that SimpleTuner uses for areas near them (`_set_resolution` of `training_sample.py`). */
const ROUND_AREAS = [
  [0.25, 512],
  [0.5, 768],
  [1, 1024],
  [2, 1536],
  [4, 2048],
] as const

/**
 * The ratio, rounded to two digits, decides the bucket and the scaled size (SimpleTuner, `multiaspect/image.py`:
 * `calculate_new_size_by_pixel_area`). An image that is square but for a few px is not scaled: the bucket is cut out of its middle.
 */
export function simpleTunerCut(image: Size, { resolution }: { readonly resolution: number }): Cut {
  const megapixels = resolution ** 2 / 1e6
  const edge = toStep(Math.floor(Math.sqrt(megapixels * 1e6)))
  const round = ROUND_AREAS.find(([area]) => Math.abs(megapixels - area) < 0.05)
  const side = toStep(round ? round[1] : Math.sqrt(megapixels * 1e6))
  const square = { width: side, height: side }
  const aspect = hundredths(ratio(image))
  if (aspect === 1) return centred(square, image.width === image.height || image.width < side ? square : image)
  const bucket = { width: toStep(edge * Math.sqrt(aspect)), height: toStep(edge / Math.sqrt(aspect)) }
  const scaled = scaledTo(bucket, aspect)
  if (hundredths(ratio(bucket)) !== 1) return centred(bucket, scaled)
  return centred(square, scaled.width < side ? square : scaled)
}

function scaledTo(bucket: Size, aspect: number): Size {
  const { width, height } =
    bucket.width < bucket.height
      ? { width: bucket.width, height: Math.trunc(bucket.width / aspect) }
      : { width: Math.trunc(bucket.height * aspect), height: bucket.height }
  if (bucket.width > width) {
    const more = bucket.width - width
    return { width: bucket.width, height: height + Math.trunc(more / aspect) }
  }
  const more = Math.max(0, bucket.height - height)
  return { width: width + Math.trunc(more * aspect), height: height + more }
}
