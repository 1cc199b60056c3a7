import type { GenerationPriceView } from '../../contract/generation.ts'
import { perStyle } from '../../domain/style.ts'
import type { PlanContext } from './plan-context.ts'

/** Returns the price of an image by the current generator. A model without a known price is reported as a problem, not as free. */
export function generationPrice(context: PlanContext): GenerationPriceView {
  const { generator } = context
  return {
    priceUsd: generator.unpriced === undefined ? perStyle((style) => generator.priceUsd(style)) : null,
    secondsPerImage: generator.secondsPerImage,
    atOnce: context.settings().concurrency,
    problem: generator.unpriced ?? null,
  }
}
