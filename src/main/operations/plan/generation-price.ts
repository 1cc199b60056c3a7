import type { GenerationPriceView } from '../../contract/exports.ts'
import { perStyle } from '../../domain/style.ts'
import type { Session } from '../context/library-context.ts'

/** What the generator in force asks for an image; a model without a known price says so instead of costing nothing. */
export function generationPrice(session: Session): GenerationPriceView {
  const { generator } = session
  return {
    priceUsd: generator.unpriced === undefined ? perStyle((style) => generator.priceUsd(style)) : null,
    secondsPerImage: generator.secondsPerImage,
    atOnce: session.settings().concurrency,
    problem: generator.unpriced ?? null,
  }
}
