/** Who a set can be exported for: `--for` of the command line. */
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

/** Base models that a command and its steps can be written for: `--base-model` of the command line. */
export const BASE_MODELS = ['flux', 'sdxl', 'sd15', 'qwen-image', 'z-image', 'wan'] as const

export type BaseModel = (typeof BASE_MODELS)[number]

/** Base models that a trainer's configuration and command can be written for, the usual one first. */
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

/** The wanted base model where the trainer has it, else its usual one. */
export const modelFor = (trainer: TrainerName, wanted?: BaseModel): BaseModel =>
  MODELS_OF[trainer].find((model) => model === wanted) ?? MODELS_OF[trainer][0]

/** Side in px of the square that a base model is trained at. */
export const usualResolution = (model: BaseModel): number => (model === 'sd15' ? 512 : 1024)

/** Who knows masks, and images of the class alone: see `training/formats`. */
export const KNOWS_MASKS: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'diffusion-pipe', 'fal']
export const KNOWS_REGULARISATION: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'simpletuner']
