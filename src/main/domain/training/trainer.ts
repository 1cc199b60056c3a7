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

/** Who knows masks, and images of the class alone: see `training/formats`. */
export const KNOWS_MASKS: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'diffusion-pipe', 'fal']
export const KNOWS_REGULARISATION: readonly TrainerName[] = ['kohya', 'ai-toolkit', 'onetrainer', 'simpletuner']
