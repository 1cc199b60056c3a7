import type { Generation } from './plan.ts'
import type { PerStyle } from './style.ts'

const MICRO = 1_000_000

/** Adds amounts in whole micro-dollars, so that 0.1 + 0.2 is 0.3. */
export const sumUsd = (amounts: readonly number[]): number =>
  amounts.reduce((micros, usd) => micros + Math.round(usd * MICRO), 0) / MICRO

/** Returns the cost of the steps that are not skipped, rounded up to the cent, so that the actual cost is never above its estimate. */
export function estimatedCostUsd(generations: readonly Generation[], priceUsd: PerStyle): number {
  const usd = sumUsd(generations.filter((step) => !step.skipped).map((step) => priceUsd[step.type]))
  return Math.ceil(Math.round(usd * MICRO) / (MICRO / 100)) / 100
}
