import type { TrainerName } from '../../domain/training/trainer.ts'
import { aiToolkit } from './ai-toolkit.ts'
import { diffusionPipe } from './diffusion-pipe.ts'
import type { TrainerFormat } from './format.ts'
import { bfl, civitai, fal, replicate } from './hosted.ts'
import { huggingFace } from './huggingface.ts'
import { kohya } from './kohya.ts'
import { musubi } from './musubi.ts'
import { oneTrainer } from './onetrainer.ts'
import { simpleTuner } from './simpletuner.ts'

/** Every trainer for which a set can be exported. */
export const FORMATS: Readonly<Record<TrainerName, TrainerFormat>> = {
  kohya,
  musubi,
  'ai-toolkit': aiToolkit,
  onetrainer: oneTrainer,
  simpletuner: simpleTuner,
  'diffusion-pipe': diffusionPipe,
  huggingface: huggingFace,
  replicate,
  fal,
  civitai,
  bfl,
}
