import type { GenerationRequest } from '../../domain/generation.ts'
import type { InputFields } from './presets.ts'

export type ModelInput = Readonly<Record<string, unknown>>

/** Returns a prediction's input without its image, whose value is known only after the upload. */
export function inputWithoutImage(
  fields: InputFields,
  { prompt, seed, aspectRatio }: Pick<GenerationRequest, 'prompt' | 'seed' | 'aspectRatio'>,
): ModelInput {
  const ratio = fields.aspectRatio && nearestRatio(aspectRatio, fields.aspectRatio.values)
  return {
    ...fields.fixed,
    [fields.prompt]: prompt,
    ...(fields.seed !== null && { [fields.seed]: seed }),
    ...(fields.aspectRatio && ratio !== null && { [fields.aspectRatio.name]: ratio }),
  }
}

export const withImage = (input: ModelInput, { image }: InputFields, reference: string): ModelInput => ({
  ...input,
  [image.name]: image.many ? [reference] : reference,
})

/** Returns the value closest in proportion; null when the wanted one is not a ratio, which leaves the choice to the model. */
export function nearestRatio(wanted: string, values: readonly string[]): string | null {
  const target = logOf(wanted)
  if (Number.isNaN(target)) return null
  const distance = (value: string): number => Math.abs(logOf(value) - target)
  return values.reduce<string | null>(
    (best, value) => (best === null || distance(value) < distance(best) ? value : best),
    null,
  )
}

/** Returns the logarithm of a ratio, so that 2:1 is as far from square as 1:2. */
function logOf(ratio: string): number {
  const [, width, height] = /^(\d+):(\d+)$/.exec(ratio) ?? []
  const value = Math.log(Number(width) / Number(height))
  return Number.isFinite(value) ? value : Number.NaN
}
