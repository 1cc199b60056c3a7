import { covering, type Cut, nearest, ratio, roundedEven, type Size } from './cut.ts'

const toStep = (side: number, step: number): number => Math.max(step, roundedEven(side / step) * step)

/** Returns the size with this aspect ratio (width by height) and the area of a square of this side, rounded to the step. */
const sized = (aspect: number, side: number, step: number): Size => ({
  width: toStep(side * Math.sqrt(aspect), step),
  height: toStep(side / Math.sqrt(aspect), step),
})

const ONETRAINER_RATIOS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4]

/** `quantum`: 64 for SDXL, SD3, Flux, Qwen and Z-Image, 8 for SD 1.5 (OneTrainer, mgds `AspectBucketing.py`). */
export function oneTrainerCut(image: Size, { resolution, quantum }: { resolution: number; quantum: number }): Cut {
  const ratios = [...ONETRAINER_RATIOS, ...ONETRAINER_RATIOS.slice(1).map((each) => 1 / each)]
  const buckets = ratios.map((each) => sized(1 / each, resolution, quantum))
  const tall = image.height / image.width
  const bucket = nearest(buckets, ({ width, height }) => Math.abs(height / width - tall))
  return covering(image, bucket, roundedEven)
}

export interface DiffusionPipeBuckets {
  readonly resolution: number
  readonly minRatio: number
  readonly maxRatio: number
  readonly count: number
  /** 32 for Qwen-Image, 16 for most others (`pixels_round_to_multiple` of its models). */
  readonly step: number
}

/** Returns ratios in geometric steps, to three digits (diffusion-pipe, `dataset.py`: `dedup_and_sort`). */
export function geometricRatios({
  minRatio,
  maxRatio,
  count,
}: Omit<DiffusionPipeBuckets, 'resolution' | 'step'>): readonly number[] {
  const factor = count > 1 ? Math.log(maxRatio / minRatio) / (count - 1) : 0
  return Array.from({ length: count }, (_, i) => roundedEven(minRatio * Math.exp(i * factor) * 1000) / 1000)
}

/** Returns the nearest ratio by logarithm (diffusion-pipe, `dataset.py`: `_find_closest_ar_bucket`). No ratio may be 0. */
export const nearestRatio = (image: Size, ratios: readonly number[]): number =>
  nearest(ratios, (each) => Math.abs(Math.log(each / ratio(image))))

export interface RatioBuckets extends Pick<DiffusionPipeBuckets, 'resolution' | 'step'> {
  readonly ratios: readonly number[]
}

export const ratioCut = (image: Size, { ratios, resolution, step }: RatioBuckets): Cut =>
  covering(image, sized(nearestRatio(image, ratios), resolution, step))

export const diffusionPipeCut = (image: Size, { resolution, step, ...range }: DiffusionPipeBuckets): Cut =>
  ratioCut(image, { ratios: geometricRatios(range), resolution, step })
