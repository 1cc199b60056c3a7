import type { BaseModel, TrainerName } from '../training/trainer.ts'
import { aiToolkitCut } from './ai-toolkit.ts'
import type { Cut, Size } from './cut.ts'
import { diffusionPipeCut, oneTrainerCut } from './fixed-ratios.ts'
import { kohyaCut } from './kohya.ts'
import { musubiCut } from './musubi.ts'
import { simpleTunerCut } from './simpletuner.ts'

/** Null: the trainer has no bucket for an image of this size, and stops at it. */
export type CutOf = (image: Size) => Cut | null

/** What exports write into kohya's configuration. */
export const kohyaExport = (resolution: number) => ({
  min: Math.min(256, resolution),
  max: Math.max(2048, resolution),
  step: 64,
  noUpscale: true,
})

/** What exports write into diffusion-pipe's configuration. */
export const DIFFUSION_PIPE_EXPORT = { minRatio: 0.5, maxRatio: 2, count: 7 } as const

/** `get_bucket_divisibility` of ai-toolkit's models. */
const AI_TOOLKIT_DIVISOR: Readonly<Record<BaseModel, number>> = {
  flux: 16,
  sdxl: 8,
  sd15: 8,
  'qwen-image': 32,
  'z-image': 32,
  wan: 16,
}
const MUSUBI_STEP = 16

type CutFor = (resolution: number, baseModel: BaseModel) => CutOf

const EXACT: Partial<Record<TrainerName, CutFor>> = {
  kohya: (side) => (image) => kohyaCut(image, { resolution: { width: side, height: side }, ...kohyaExport(side) }),
  musubi: (side) => (image) =>
    musubiCut(image, { resolution: { width: side, height: side }, step: MUSUBI_STEP, noUpscale: true }),
  'ai-toolkit': (resolution, model) => (image) =>
    aiToolkitCut(image, { resolution, divisor: AI_TOOLKIT_DIVISOR[model] }),
  onetrainer: (resolution, model) => (image) =>
    oneTrainerCut(image, { resolution, quantum: model === 'sd15' ? 8 : 64 }),
  simpletuner: (resolution) => (image) => simpleTunerCut(image, { resolution }),
  'diffusion-pipe': (resolution, model) => (image) =>
    diffusionPipeCut(image, { resolution, ...DIFFUSION_PIPE_EXPORT, step: model === 'qwen-image' ? 32 : 16 }),
}

/** Trainers of which it is known how they cut. */
export const CUTTING_TRAINERS = [
  'kohya',
  'musubi',
  'ai-toolkit',
  'onetrainer',
  'simpletuner',
  'diffusion-pipe',
] as const satisfies readonly TrainerName[]

/**
 * How a trainer cuts images, with the configuration that an export writes for it. `resolution`: side in px of the square whose area is
 * trained at. Null for services that do not say how they cut.
 */
export const trainerCut = (trainer: TrainerName, resolution: number, baseModel: BaseModel = 'flux'): CutOf | null =>
  EXACT[trainer]?.(resolution, baseModel) ?? null
