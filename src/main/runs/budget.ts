import { EvencastError } from '../domain/error.ts'

/** Sums of prices in dollars are off by far less than this. */
const ROUNDING_USD = 1e-9

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Holds back the price of what is under way, so that images made side by side cannot exceed the limit together. */
export interface Budget {
  /** Throws LIMIT when the limit would be exceeded. Again for the same key it counts once. */
  hold(key: string, usd: number): void
  /** The bill has it, or there is none. */
  release(key: string): void
  heldUsd(): number
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

/** `before`: dollars by key that are held back from the start. */
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
