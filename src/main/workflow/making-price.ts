import type { MakingPriceView } from '../contract/exports.ts'
import { EvencastError } from '../domain/error.ts'
import { perStyle } from '../domain/style.ts'
import type { Session } from './session.ts'

/** What the generator in force asks for an image; a model without a known price says so instead of costing nothing. */
export function makingPrice(session: Session): MakingPriceView {
  const atOnce = session.settings().concurrency
  try {
    const { generator } = session
    const { secondsPerImage } = generator
    return { priceUsd: perStyle((style) => generator.priceUsd(style)), secondsPerImage, atOnce, problem: null }
  } catch (error) {
    if (!(error instanceof EvencastError)) throw error
    return { priceUsd: null, secondsPerImage: 0, atOnce, problem: error.message }
  }
}
