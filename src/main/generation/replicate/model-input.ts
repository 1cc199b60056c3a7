import type { GenerationRequest } from '../../domain/generation.ts'
import type { InputFields } from './presets.ts'

export type ModelInput = Readonly<Record<string, unknown>>

/** All of a prediction's input but its image, which is only known once it is uploaded. */
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

/** The value that comes closest in proportion; null when the wanted one is no ratio, which leaves the choice to the model. */
export function nearestRatio(wanted: string, values: readonly string[]): string | null {
  const target = logOf(wanted)
  if (Number.isNaN(target)) return null
  const distance = (value: string): number => Math.abs(logOf(value) - target)
  return values.reduce<string | null>(
    (best, value) => (best === null || distance(value) < distance(best) ? value : best),
    null,
  )
}

/** On a logarithmic scale 2:1 is as far from square as 1:2. */
function logOf(ratio: string): number {
  const [, width, height] = /^(\d+):(\d+)$/.exec(ratio) ?? []
  const value = Math.log(Number(width) / Number(height))
  return Number.isFinite(value) ? value : Number.NaN
}
