import { type BaseModel, modelFor, type TrainerName } from '../training/trainer.ts'
import { aiToolkitCut } from './ai-toolkit.ts'
import type { Cut, Size } from './cut.ts'
import { diffusionPipeCut, oneTrainerCut } from './fixed-ratios.ts'
import { kohyaCut } from './kohya.ts'
import { musubiCut } from './musubi.ts'
import { simpleTunerCut } from './simpletuner.ts'

/** Returns how an image of this size is cut; null when the trainer has no bucket for it and stops. */
export type CutOf = (image: Size) => Cut | null

/** Trainers whose way of cutting images is known. */
export const CUTTING_TRAINERS = [
  'kohya',
  'musubi',
  'ai-toolkit',
  'onetrainer',
  'simpletuner',
  'diffusion-pipe',
] as const satisfies readonly TrainerName[]
export type CuttingTrainer = (typeof CUTTING_TRAINERS)[number]

interface Steps {
  readonly usual: number
  readonly of?: Partial<Record<BaseModel, number>>
}

/**
 * Step of a bucket's sides, in px: `get_bucket_divisibility` of ai-toolkit's models, OneTrainer's quantum, `pixels_round_to_multiple` of
 * diffusion-pipe's models; the other trainers use one step for all models.
 */
const STEPS: Readonly<Record<CuttingTrainer, Steps>> = {
  kohya: { usual: 64 },
  musubi: { usual: 16 },
  'ai-toolkit': { usual: 16, of: { sdxl: 8, sd15: 8, 'qwen-image': 32, 'z-image': 32 } },
  onetrainer: { usual: 64, of: { sd15: 8 } },
  simpletuner: { usual: 64 },
  'diffusion-pipe': { usual: 16, of: { 'qwen-image': 32 } },
}

/** Returns the number of px that the sides of a trainer's buckets are multiples of. */
export function bucketStep(trainer: CuttingTrainer, baseModel?: BaseModel): number {
  const { usual, of = {} } = STEPS[trainer]
  return of[modelFor(trainer, baseModel)] ?? usual
}

/** Bucket settings that exports write into kohya's configuration. */
export const kohyaExport = (resolution: number) => ({
  min: Math.min(256, resolution),
  max: Math.max(2048, resolution),
  step: bucketStep('kohya'),
  noUpscale: true,
})

/** Bucket settings that exports write into diffusion-pipe's configuration. */
export const DIFFUSION_PIPE_EXPORT = { minRatio: 0.5, maxRatio: 2, count: 7 } as const

const square = (side: number): Size => ({ width: side, height: side })

const EXACT: Readonly<Record<CuttingTrainer, (image: Size, resolution: number, step: number) => Cut | null>> = {
  kohya: (image, side) => kohyaCut(image, { resolution: square(side), ...kohyaExport(side) }),
  musubi: (image, side, step) => musubiCut(image, { resolution: square(side), step, noUpscale: true }),
  'ai-toolkit': (image, resolution, divisor) => aiToolkitCut(image, { resolution, divisor }),
  onetrainer: (image, resolution, quantum) => oneTrainerCut(image, { resolution, quantum }),
  simpletuner: (image, resolution) => simpleTunerCut(image, { resolution }),
  'diffusion-pipe': (image, resolution, step) =>
    diffusionPipeCut(image, { resolution, ...DIFFUSION_PIPE_EXPORT, step }),
}

/**
 * Returns how a trainer cuts images with the configuration that an export writes for it. `resolution` is the side in px of the square whose
 * area is trained at. Returns null for services that do not document how they cut.
 */
export function trainerCut(trainer: TrainerName, resolution: number, baseModel?: BaseModel): CutOf | null {
  const known = CUTTING_TRAINERS.find((each) => each === trainer)
  if (!known) return null
  const step = bucketStep(known, baseModel)
  return (image) => EXACT[known](image, resolution, step)
}
