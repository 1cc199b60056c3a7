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
