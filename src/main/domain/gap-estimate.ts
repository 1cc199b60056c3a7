import { sumUsd } from './plan-cost.ts'
import { type PerStyle, STYLES } from './style.ts'

/** What making images costs and takes with the generator in force. */
export interface GenerationPrice {
  /** Null when the price of the chosen model is not known. */
  readonly priceUsd: PerStyle | null
  readonly secondsPerImage: number
  /** Images made at once. */
  readonly atOnce: number
}

/** A set as far as the price of completing it depends on it. */
export interface OpenSet {
  readonly counts: PerStyle
  /** Good images whose style is a guess: they fill places too. */
  readonly unsure: PerStyle
  readonly target: PerStyle
  readonly deficit: number
  readonly surplus: number
  /** Every image was assessed. */
  readonly assessed: boolean
  readonly hasBase: boolean
}

/** What closing one set's gap costs: as planned, as calculated from what is missing, or why neither can be told. */
export type GapEstimate =
  | { readonly kind: 'closed' }
  /** `short`: images that the plan cannot make. A null cost: a price is not known. */
  | { readonly kind: 'plan'; readonly costUsd: number | null; readonly seconds: number; readonly short: number }
  /** A null cost: the price of an image is not known. */
  | { readonly kind: 'estimate'; readonly costUsd: number | null; readonly seconds: number }
  /** Nobody knows what is missing before the images are assessed. */
  | { readonly kind: 'unassessed' }
  /** Images are missing, and without a base image none can be made. */
  | { readonly kind: 'no-base' }

/** A plan's own figures; a plan that is out of date has none to give. */
export interface PlannedCost {
  /** Images and their checks; null when a price is not known. */
  readonly totalUsd: number | null
  readonly seconds: number
  readonly stale: boolean
  readonly shortfalls: readonly { readonly missing: number }[]
}

export function estimateGap(set: OpenSet, plan: PlannedCost | null, price: GenerationPrice): GapEstimate {
  const short = plan?.shortfalls.reduce((sum, { missing }) => sum + missing, 0) ?? 0
  // Where no price is known a plan makes nothing: its nothing is no answer.
  if (plan && !plan.stale && (price.priceUsd !== null || short === 0)) {
    return { kind: 'plan', costUsd: plan.totalUsd, seconds: plan.seconds, short }
  }
  if (!set.assessed) return { kind: 'unassessed' }
  if (set.deficit === 0) return set.surplus === 0 ? { kind: 'closed' } : { kind: 'estimate', costUsd: 0, seconds: 0 }
  if (!set.hasBase) return { kind: 'no-base' }
  const { priceUsd, secondsPerImage, atOnce } = price
  const missing = (style: (typeof STYLES)[number]) =>
    Math.max(0, set.target[style] - set.counts[style] - set.unsure[style])
  return {
    kind: 'estimate',
    costUsd: priceUsd && sumUsd(STYLES.map((style) => missing(style) * priceUsd[style])),
    seconds: (set.deficit * secondsPerImage) / Math.max(1, atOnce),
  }
}

/** What closing many gaps costs. Nothing that cannot be told is counted as free: it is counted apart. */
export interface GapTotal {
  /** Of what has a price. */
  readonly costUsd: number
  readonly seconds: number
  readonly planned: number
  readonly estimated: number
  /** Actors with an estimate but without a known price. */
  readonly unpriced: number
  readonly unassessed: number
  readonly noBase: number
  /** Actors whose plans leave a gap that cannot be closed. */
  readonly short: number
}

export function totalGap(gapEstimates: readonly GapEstimate[]): GapTotal {
  const number = (kind: GapEstimate['kind']) => gapEstimates.filter((gapEstimate) => gapEstimate.kind === kind).length
  const calculated = gapEstimates.flatMap((gapEstimate) =>
    gapEstimate.kind === 'plan' || gapEstimate.kind === 'estimate' ? [gapEstimate] : [],
  )
  return {
    costUsd: sumUsd(calculated.flatMap(({ costUsd }) => costUsd ?? [])),
    seconds: calculated.reduce((sum, { seconds }) => sum + seconds, 0),
    planned: number('plan'),
    estimated: number('estimate'),
    unpriced: calculated.filter(({ costUsd }) => costUsd === null).length,
    unassessed: number('unassessed'),
    noBase: number('no-base'),
    short: gapEstimates.filter((gapEstimate) => gapEstimate.kind === 'plan' && gapEstimate.short > 0).length,
  }
}
