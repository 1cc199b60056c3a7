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

/** Who knows masks, and images of the class alone: see `training/formats`. */
export const KNOWS_MASKS: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'diffusion-pipe', 'fal']
export const KNOWS_REGULARISATION: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'simpletuner']
