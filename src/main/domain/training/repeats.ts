import { wholeParts } from '../whole-parts.ts'

/** Some images that are repeated alike; `share` is their part of what is to be seen in training, any scale. */
export interface Weighted {
  readonly images: number
  readonly share: number
}

/** More repeats than this only make epochs long. */
const MOST = 40
/** How far the part of a subset may be from its share: two points in a hundred. */
const CLOSE = 0.02

interface Repeated {
  readonly images: number
  readonly repeats: number
}

/** The part each subset has of all that is seen in an epoch; they sum to 1. */
export function exposure(subsets: readonly Repeated[]): readonly number[] {
  const all = subsets.reduce((total, { images, repeats }) => total + images * repeats, 0)
  return subsets.map(({ images, repeats }) => (all === 0 ? 0 : (images * repeats) / all))
}

/** The same as it is shown: whole hundredths that sum to 100. Null: there is none of it. */
export const percentSeen = (subsets: readonly (Repeated | null)[]): readonly number[] =>
  wholeParts(
    100,
    subsets.map((subset) => (subset ? subset.images * subset.repeats : 0)),
  )

/**
 * Whole repeats, each at least 1, that bring the subsets as near to their shares as whole numbers do: ∝ share / images. The
 * smallest that come within two points of every share, or else the nearest.
 */
export function repeatsFor(subsets: readonly Weighted[]): readonly number[] {
  const weights = subsets.map(({ images, share }) => (images > 0 && share > 0 ? share / images : 0))
  const least = Math.min(...weights.filter((weight) => weight > 0))
  if (!Number.isFinite(least)) return subsets.map(() => 1)
  const wanted = subsets.reduce((total, { images, share }) => total + (images > 0 ? share : 0), 0)
  const off = (repeats: readonly number[]): number => {
    const parts = exposure(subsets.map(({ images }, i) => ({ images, repeats: repeats[i] ?? 1 })))
    return Math.max(
      ...subsets.map(({ share, images }, i) => (images > 0 ? Math.abs((parts[i] ?? 0) - share / wanted) : 0)),
    )
  }
  let best = subsets.map(() => 1)
  for (let scale = 1; scale <= 10; scale++) {
    if (off(best) <= CLOSE) return best
    const tried = weights.map((weight) => Math.min(MOST, Math.max(1, Math.round((weight / least) * scale))))
    if (off(tried) < off(best)) best = tried
  }
  return best
}
