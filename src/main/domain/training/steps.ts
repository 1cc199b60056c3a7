export interface StepAdvice {
  readonly steps: number
  readonly batchSize: number
  /** Explanation with its sources. */
  readonly why: string
}

/**
 * Recommends the number of steps for a character: about a hundred per image, between the 1000 that Replicate and fal start from and the
 * 3000 beyond which a set of this size is memorised. Rounded to 100.
 */
export function adviseSteps(images: number): StepAdvice {
  const steps = Math.min(3000, Math.max(1000, Math.round(images) * 100))
  return {
    steps,
    batchSize: 1,
    why: `about 100 steps for each image, from the 1000 that Replicate’s and fal’s trainers start with up to 3000 (FluxGym’s default of 10 repeats and 16 epochs makes 160 for each); check samples every 250 steps and stop when the likeness is there`,
  }
}

/** Returns the steps in one pass over a set with repeats. */
export const stepsPerEpoch = (
  subsets: readonly { readonly images: number; readonly repeats: number }[],
  batchSize: number,
): number => Math.ceil(subsets.reduce((total, { images, repeats }) => total + images * repeats, 0) / batchSize)
