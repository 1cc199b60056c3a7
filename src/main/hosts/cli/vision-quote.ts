import type { VisionQuote } from '../../operations/vision/quote.ts'
import { plural, usd } from './table.ts'

/** Formats a price, such as "$1.12" or "price unknown"; an unknown price is never $0.00. */
export const usdOrUnknown = (amountUsd: number | null): string =>
  amountUsd === null ? 'price unknown' : amountUsd > 0 && amountUsd < 0.005 ? 'under $0.01' : usd(amountUsd)

/** Returns true when agreeing to the quote may cost something. */
export const costs = ({ images, usd: price }: VisionQuote): boolean => images > 0 && price !== 0

/** Returns a sentence about the number of images, requests and the price, to show before the vision model is called. */
export function quoteLine(offer: VisionQuote): string {
  const { model, images, known, requests } = offer
  const before = known > 0 ? `; ${plural(known, 'image')} already assessed at no cost` : ''
  if (images === 0) return `${model} has already assessed everything${before}: $0.00.`
  return `${plural(images, 'image')} to assess with ${model}, about ${plural(requests, 'request')}: ${pricePhrase(offer)}${before}.`
}

/** Returns a price such as "about $0.12, at most $0.30". */
export function pricePhrase({ usd: price, atMostUsd }: VisionQuote): string {
  if (price === null) return 'price unknown (enter it in Settings; 0 for a model you host)'
  if (price === 0) return 'free'
  const most = atMostUsd !== null && usd(atMostUsd) !== usd(price) ? `, at most ${usd(atMostUsd)}` : ''
  return `about ${usd(price)}${most}`
}
