import { sumUsd } from './plan-cost.ts'
import { type PerStyle, STYLES } from './style.ts'

/** Price and time of generating images with the current generator. */
export interface GenerationPrice {
  /** Null when the price of the chosen model is unknown. */
  readonly priceUsd: PerStyle | null
  readonly secondsPerImage: number
  /** Images generated in parallel. */
  readonly atOnce: number
}

/** Properties of a set that its cost of completion depends on. */
export interface OpenSet {
  readonly counts: PerStyle
  /** Good images whose style is a guess: they count towards the target too. */
  readonly unsure: PerStyle
  readonly target: PerStyle
  readonly deficit: number
  readonly surplus: number
  /** True when every image was assessed. */
  readonly assessed: boolean
  readonly hasBase: boolean
}

/** Cost of filling one set's gap: from its plan, estimated from the missing images, or the reason why it is unknown. */
export type GapEstimate =
  | { readonly kind: 'closed' }
  /** `short` is the number of images that the plan cannot generate. The cost is null when a price is unknown. */
  | { readonly kind: 'plan'; readonly costUsd: number | null; readonly seconds: number; readonly short: number }
  /** The cost is null when the price of an image is unknown. */
  | { readonly kind: 'estimate'; readonly costUsd: number | null; readonly seconds: number }
  /** The gap is unknown until the images are assessed. */
  | { readonly kind: 'unassessed' }
  /** Images are missing and cannot be generated without a base image. */
  | { readonly kind: 'no-base' }

/** Figures of a plan; those of a stale plan are not used. */
export interface PlannedCost {
  /** Cost of images and their checks; null when a price is unknown. */
  readonly totalUsd: number | null
  readonly seconds: number
  readonly stale: boolean
  readonly shortfalls: readonly { readonly missing: number }[]
}

export function estimateGap(set: OpenSet, plan: PlannedCost | null, price: GenerationPrice): GapEstimate {
  const short = plan?.shortfalls.reduce((sum, { missing }) => sum + missing, 0) ?? 0
  // Without a known price a plan generates nothing, so its cost of zero means nothing.
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

/** Cost of filling many gaps. Gaps of unknown cost are counted separately, never as free. */
export interface GapTotal {
  /** Sum of the known costs. */
  readonly costUsd: number
  readonly seconds: number
  readonly planned: number
  readonly estimated: number
  /** Actors with an estimate whose price is unknown. */
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
