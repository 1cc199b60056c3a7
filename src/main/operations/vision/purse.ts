import { EvencastError } from '../../domain/error.ts'
import type { RequestPrice, Reserved } from '../../evaluation/vision-evaluator.ts'
import type { VisionQuote } from './quote.ts'

/** The budget of one vision request. Spent and reserved amounts together never exceed it. */
export interface Purse {
  readonly spentUsd: () => number
  /**
   * Reserves money for a request; waits while open requests may still release the missing amount. Throws LIMIT when less than `leastUsd` of
   * the price is left.
   */
  reserve(price: RequestPrice | null): Promise<Reserved>
  /** Adds the cost of an answer. `boundUsd`: the most that it was expected to cost; null when unknown. */
  spend(usd: number, boundUsd: number | null): void
}

const ROUNDING_USD = 1e-9

const FREE: RequestPrice = { leastUsd: 0, mostUsd: 0 }

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Creates the budget of a vision request. `limitUsd` is the user's limit; null for none. */
export function createPurse(
  { model, atMostUsd }: Pick<VisionQuote, 'model' | 'atMostUsd'>,
  limitUsd: number | null,
): Purse {
  let [spentUsd, reservedUsd, underWay] = [0, 0, 0]
  // The highest ratio of an answer's cost to its expected maximum. It exceeds 1 only where a server ignores the limit on the length of
  // answers.
  let worst = 1
  let wake: (() => void)[] = []

  function hold(usd: number, share: number): Reserved {
    reservedUsd += usd
    underWay++
    let held = true
    return {
      share,
      release() {
        if (!held) return
        held = false
        reservedUsd -= usd
        underWay--
        const waiting = wake
        wake = []
        for (const go of waiting) go()
      },
    }
  }

  const tooDear = (): EvencastError =>
    limitUsd !== null && limitUsd <= (atMostUsd ?? Infinity)
      ? new EvencastError(
          'LIMIT',
          `Stopped at the cost limit of ${dollars(limitUsd)}: ${dollars(spentUsd)} is spent, and the next request to ${model} might exceed it. Results so far are kept; raise the limit and continue.`,
        )
      : new EvencastError(
          'LIMIT',
          `Stopped at the ${dollars(atMostUsd ?? 0)} that this was to cost at most: ${dollars(spentUsd)} is spent, and the next request to ${model} might exceed it. Results so far are kept; the same command continues from there.`,
        )

  return {
    spentUsd: () => spentUsd,
    async reserve(price) {
      for (;;) {
        const [leastUsd, mostUsd] = [(price ?? FREE).leastUsd * worst, (price ?? FREE).mostUsd * worst]
        const leftUsd = Math.min(limitUsd ?? Infinity, atMostUsd ?? Infinity) - spentUsd - reservedUsd
        if (leastUsd <= leftUsd + ROUNDING_USD) {
          const usd = Math.max(leastUsd, Math.min(mostUsd, leftUsd))
          return hold(usd, mostUsd > leastUsd ? (usd - leastUsd) / (mostUsd - leastUsd) : 1)
        }
        if (underWay === 0) throw tooDear()
        await new Promise<void>((resolve) => void wake.push(resolve))
      }
    },
    spend(usd, boundUsd) {
      spentUsd += usd
      if (boundUsd) worst = Math.max(worst, usd / boundUsd)
    },
  }
}
