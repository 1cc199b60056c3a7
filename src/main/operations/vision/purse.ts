import { EvencastError } from '../../domain/error.ts'
import type { RequestPrice, Reserved } from '../../evaluation/vision-evaluator.ts'
import type { VisionQuote } from './quote.ts'

/** What one vision request may spend: what is spent and what is set aside for answers under way never exceed it together. */
export interface Purse {
  readonly spentUsd: () => number
  /** Waits while others could still give back what is missing. @throws EvencastError LIMIT where the price's least is not left. */
  reserve(price: RequestPrice | null): Promise<Reserved>
  /** `boundUsd`: what the request was to cost at worst; null when that is not known. */
  spend(usd: number, boundUsd: number | null): void
}

const ROUNDING_USD = 1e-9

const FREE: RequestPrice = { leastUsd: 0, mostUsd: 0 }

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** `limitUsd` is the user's; null: none. */
export function createPurse(
  { model, atMostUsd }: Pick<VisionQuote, 'model' | 'atMostUsd'>,
  limitUsd: number | null,
): Purse {
  let [spentUsd, reservedUsd, underWay] = [0, 0, 0]
  // What an answer cost of what it was to cost at worst: more than that only where a server takes no limit.
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
