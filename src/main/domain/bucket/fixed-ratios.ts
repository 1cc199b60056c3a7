import { covering, type Cut, nearest, ratio, rounded, type Size } from './cut.ts'

const toStep = (side: number, step: number): number => Math.max(step, rounded(side / step) * step)

/** The size of an aspect ratio (width by height) whose area is that of a square of this side, rounded to the step. */
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
  return covering(
    image,
    nearest(buckets, ({ width, height }) => Math.abs(height / width - tall)),
  )
}

/** The ratio is rounded to two digits, its size to 64 px (SimpleTuner, `multiaspect/image.py`). */
export const simpleTunerCut = (image: Size, { resolution }: { resolution: number }): Cut =>
  covering(image, sized(Math.round(ratio(image) * 100) / 100, resolution, 64))

export interface DiffusionPipeBuckets {
  readonly resolution: number
  readonly minRatio: number
  readonly maxRatio: number
  readonly count: number
}

/** Ratios in geometric steps, the nearest by logarithm, sides rounded to 32 px (diffusion-pipe, `dataset.py`). */
export function diffusionPipeCut(image: Size, { resolution, minRatio, maxRatio, count }: DiffusionPipeBuckets): Cut {
  const step = count > 1 ? Math.log(maxRatio / minRatio) / (count - 1) : 0
  const ratios = Array.from({ length: count }, (_, i) => Math.log(minRatio) + i * step)
  const own = Math.log(ratio(image))
  const best = nearest(ratios, (each) => Math.abs(each - own))
  return covering(image, sized(Math.exp(best), resolution, 32))
}
