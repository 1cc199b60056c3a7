import type { Style } from './style.ts'
import type { Generation } from './plan.ts'
import type { PerStyle } from './style.ts'

/** USD per generated image, one price or one per style. */
export type Price = number | PerStyle

const MICRO = 1_000_000

export const priceOf = (price: Price, style: Style): number => (typeof price === 'number' ? price : price[style])

/** Adds amounts in whole micro-dollars, so that 0.1 + 0.2 is 0.3. */
export const sumUsd = (amounts: readonly number[]): number =>
  amounts.reduce((micros, usd) => micros + Math.round(usd * MICRO), 0) / MICRO

/** What the steps that are not skipped cost, rounded up to the cent: a bill is never above its estimate. */
export function estimatedCostUsd(generations: readonly Generation[], price: Price): number {
  const usd = sumUsd(generations.filter((step) => !step.skipped).map((step) => priceOf(price, step.type)))
  return Math.ceil(Math.round(usd * MICRO) / (MICRO / 100)) / 100
}
