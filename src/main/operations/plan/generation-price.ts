import type { GenerationPriceView } from '../../contract/generation.ts'
import { perStyle } from '../../domain/style.ts'
import type { PlanContext } from './plan-context.ts'

/** What the generator in force asks for an image; a model without a known price says so instead of costing nothing. */
export function generationPrice(context: PlanContext): GenerationPriceView {
  const { generator } = context
  return {
    priceUsd: generator.unpriced === undefined ? perStyle((style) => generator.priceUsd(style)) : null,
    secondsPerImage: generator.secondsPerImage,
    atOnce: context.settings().concurrency,
    problem: generator.unpriced ?? null,
  }
}
