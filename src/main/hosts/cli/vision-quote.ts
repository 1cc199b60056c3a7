import type { VisionQuote } from '../../operations/vision/quote.ts'
import { plural, usd } from './table.ts'

/** "$1.12", or that nobody knows: never $0.00 for a price that is not known. */
export const usdOrUnknown = (amountUsd: number | null): string =>
  amountUsd === null ? 'price unknown' : amountUsd > 0 && amountUsd < 0.005 ? 'under $0.01' : usd(amountUsd)

/** Whether agreeing to it may cost something. */
export const costs = ({ images, usd: price }: VisionQuote): boolean => images > 0 && price !== 0

/** What the vision model will be asked and for how much, before it is. */
export function quoteLine({ model, images, known, requests, usd: price, atMostUsd }: VisionQuote): string {
  const before = known > 0 ? `; ${plural(known, 'image')} it told of before cost nothing` : ''
  if (images === 0) return `Nothing is new to ${model}${before}: $0.00.`
  const most =
    price === null
      ? ' (enter it in Settings; 0 for a model of your own)'
      : atMostUsd !== null && usd(atMostUsd) !== usd(price)
        ? `, at most ${usd(atMostUsd)}`
        : ''
  const about = price === null ? 'price unknown' : `about ${usd(price)}`
  return `${plural(images, 'image')} new to ${model}, ${plural(requests, 'request')} or so: ${about}${most}${before}.`
}
