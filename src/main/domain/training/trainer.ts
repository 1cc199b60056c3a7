/** Trainers and services that a set can be exported for: `--for` of the command line. */
export const TRAINERS = [
  'kohya',
  'musubi',
  'ai-toolkit',
  'onetrainer',
  'simpletuner',
  'diffusion-pipe',
  'huggingface',
  'replicate',
  'fal',
  'civitai',
  'bfl',
] as const

export type TrainerName = (typeof TRAINERS)[number]

/** Base models for which commands and step counts can be written: `--base-model` of the command line. */
export const BASE_MODELS = ['flux', 'sdxl', 'sd15', 'qwen-image', 'z-image', 'wan'] as const

export type BaseModel = (typeof BASE_MODELS)[number]

/** Base models of each trainer for which a configuration and a command can be written, its usual one first. */
export const MODELS_OF: Readonly<Record<TrainerName, readonly [BaseModel, ...BaseModel[]]>> = {
  kohya: ['flux', 'sdxl', 'sd15'],
  musubi: ['qwen-image', 'z-image', 'wan'],
  'ai-toolkit': BASE_MODELS,
  onetrainer: ['flux', 'sdxl', 'sd15', 'qwen-image', 'z-image'],
  simpletuner: BASE_MODELS,
  'diffusion-pipe': ['flux', 'sdxl', 'qwen-image', 'z-image', 'wan'],
  huggingface: ['flux', 'sdxl'],
  replicate: ['flux'],
  fal: ['flux'],
  civitai: ['flux', 'sdxl', 'sd15'],
  bfl: ['flux'],
}

/** Returns the wanted base model when the trainer supports it, otherwise its usual one. */
export const modelFor = (trainer: TrainerName, wanted?: BaseModel): BaseModel =>
  MODELS_OF[trainer].find((model) => model === wanted) ?? MODELS_OF[trainer][0]

/** Returns the side in px of the square that a base model is trained at. */
export const usualResolution = (model: BaseModel): number => (model === 'sd15' ? 512 : 1024)

/** Trainers that support masks, and those that support regularisation images: see `training/formats`. */
export const KNOWS_MASKS: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'diffusion-pipe', 'fal']
export const KNOWS_REGULARISATION: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'simpletuner']
