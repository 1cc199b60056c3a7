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

/** The part each subset has of all that is seen in an epoch, in whole hundredths, as it is shown; they sum to 1. */
export const exposure = (
  subsets: readonly { readonly images: number; readonly repeats: number }[],
): readonly number[] =>
  wholeParts(
    100,
    subsets.map(({ images, repeats }) => images * repeats),
  ).map((percent) => percent / 100)

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
    const seen = subsets.map(({ images }, i) => images * (repeats[i] ?? 1))
    const all = seen.reduce((total, each) => total + each, 0)
    return Math.max(
      ...subsets.map(({ share, images }, i) => (images > 0 ? Math.abs((seen[i] ?? 0) / all - share / wanted) : 0)),
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
