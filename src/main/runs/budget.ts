import { EvencastError } from '../domain/error.ts'

/** Tolerance in dollars, far above the rounding error of a sum of prices. */
const ROUNDING_USD = 1e-9

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Reserves the price of images in progress, so that images generated in parallel cannot exceed the limit together. */
export interface Budget {
  /** Reserves an amount. Throws LIMIT when the limit would be exceeded. A second call with the same key counts once. */
  hold(key: string, usd: number): void
  /** Releases an amount that is now part of the cost, or was not spent. */
  release(key: string): void
  heldUsd(): number
}

/** The evaluator that checks a run's images (null: the one in the settings) and the spending limit for that (null: no limit). */
export interface Checks {
  readonly evaluator: string | null
  readonly limitUsd: number | null
}

/** Spending limits of a run. The limit for images is kept in the journal; the one for checks applies until the run stops. */
export interface Limits {
  readonly maxCostUsd: number | null
  readonly checksLimitUsd: number | null
}

/** Creates a budget; `before` holds dollars by key that are reserved from the start. */
export function createBudget(
  limitUsd: number | null,
  spentUsd: () => number,
  before: ReadonlyMap<string, number> = new Map(),
): Budget {
  const held = new Map(before)
  const heldUsd = () => held.values().reduce((sum, usd) => sum + usd, 0)
  return {
    hold(key, usd) {
      const spent = spentUsd() + heldUsd() - (held.get(key) ?? 0)
      if (limitUsd !== null && usd > 0 && spent + usd > limitUsd + ROUNDING_USD) {
        throw new EvencastError(
          'LIMIT',
          `Stopped at the cost limit of ${dollars(limitUsd)}: ${dollars(spent)} is spent or committed and the next image costs ${dollars(usd)}. Raise the limit and resume the run.`,
        )
      }
      held.set(key, usd)
    },
    release: (key) => void held.delete(key),
    heldUsd,
  }
}
