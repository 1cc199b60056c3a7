import { EvencastError } from '../domain/error.ts'

/** Sums of prices in dollars are off by far less than this. */
const ROUNDING_USD = 1e-9

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Holds back the price of what is under way, so that images made side by side cannot exceed the limit together. */
export interface Budget {
  /** Throws LIMIT when the limit would be exceeded. Answers how to give the reservation back, which may be called twice. */
  reserve(usd: number): () => void
  readonly checks: Checks
}

/** Who checks the images that a run makes (null: whoever the settings ask), and what it may be paid for that (null: no limit). */
export interface Checks {
  readonly evaluator: string | null
  readonly limitUsd: number | null
}

/** What a run may spend. The limit for images is kept in the journal; that for checking them holds until the run stops. */
export interface Limits {
  readonly maxCostUsd: number | null
  readonly checksLimitUsd: number | null
}

export function createBudget(limitUsd: number | null, checks: Checks, spentUsd: () => number): Budget {
  let reservedUsd = 0
  return {
    checks,
    reserve(usd) {
      const spent = spentUsd() + reservedUsd
      if (limitUsd !== null && usd > 0 && spent + usd > limitUsd + ROUNDING_USD) {
        throw new EvencastError(
          'LIMIT',
          `Stopped at the cost limit of ${dollars(limitUsd)}: ${dollars(spent)} is spent or committed and the next image costs ${dollars(usd)}. Raise the limit and resume the run.`,
        )
      }
      reservedUsd += usd
      let held = true
      return () => {
        if (held) reservedUsd -= usd
        held = false
      }
    },
  }
}
