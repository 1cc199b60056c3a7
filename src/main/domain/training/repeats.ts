import { wholeParts } from '../whole-parts.ts'

/** Images with the same repeats; `share` is their wanted part of the training, on any scale. */
export interface Weighted {
  readonly images: number
  readonly share: number
}

/** Most repeats; more only make epochs long. */
const MOST = 40
/** Greatest difference between a subset's part and its share: two percentage points. */
const CLOSE = 0.02

interface Repeated {
  readonly images: number
  readonly repeats: number
}

/** Returns the part of each subset in an epoch; the parts sum to 1. */
export function exposure(subsets: readonly Repeated[]): readonly number[] {
  const all = subsets.reduce((total, { images, repeats }) => total + images * repeats, 0)
  return subsets.map(({ images, repeats }) => (all === 0 ? 0 : (images * repeats) / all))
}

/** Returns the same parts for display: whole percentages that sum to 100. Null stands for an empty subset. */
export const percentSeen = (subsets: readonly (Repeated | null)[]): readonly number[] =>
  wholeParts(
    100,
    subsets.map((subset) => (subset ? subset.images * subset.repeats : 0)),
  )

/**
 * Returns whole repeats, each at least 1, that bring the subsets near their shares (proportional to share / images): the smallest within
 * two percentage points of every share, otherwise the nearest.
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
