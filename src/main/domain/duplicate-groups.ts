import type { Issue } from './assessment.ts'
import { bestOf, type Contender, pixels } from './duplicates.ts'
import { byIndex } from './naming.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Reasons for keeping an image of a group; `first` by name when nothing else differs. */
export const BEST_REASONS = ['kept', 'flawless', 'pixels', 'sharper', 'first'] as const
type BestReason = (typeof BEST_REASONS)[number]

/** An image of an actor with its duplicate issues. Images that a person rejected are not included. */
export interface Alike extends Contender {
  readonly issues: readonly Issue[]
}

export interface DuplicateGroup<T> {
  /** `copies` of one picture, or `variants` that differ in a detail or in colour, so that a person must decide whether they are wanted. */
  readonly kind: 'copies' | 'variants'
  readonly best: T
  readonly why: readonly BestReason[]
  /** Sorted by file name. */
  readonly others: readonly T[]
}

/** Groups an actor's images by the `duplicateOf` of their issues, each group with the image to keep. */
export function duplicateGroups<T extends Alike>(images: readonly T[]): readonly DuplicateGroup<T>[] {
  const groupOf = new Map<string, Set<string>>()
  const join = (a: string, b: string): void => {
    const joined = new Set([...(groupOf.get(a) ?? [a]), ...(groupOf.get(b) ?? [b])])
    for (const filename of joined) groupOf.set(filename, joined)
  }
  for (const { filename, issues } of images) {
    for (const { duplicateOf } of issues) if (duplicateOf !== undefined) join(filename, duplicateOf)
  }
  const byGroup = Map.groupBy(
    images.filter(({ filename }) => groupOf.has(filename)),
    ({ filename }) => groupOf.get(filename),
  )
  return [...byGroup.values()].flatMap((members) => {
    const best = pick(members)
    if (best === undefined || members.length < 2) return []
    const others = members.filter((member) => member !== best).sort((a, b) => byIndex(a.filename, b.filename))
    const kind = members.some(isVariant) ? 'variants' : 'copies'
    return [{ kind, best, why: reasons(best, others), others }]
  })
}

/**
 * Picks a person's choice, then the judge's, which considered the whole set; otherwise applies the judge's rule again, for example when its
 * pick was rejected since.
 */
function pick<T extends Alike>(members: readonly T[]): T | undefined {
  const judged = members.filter(({ issues }) => issues.every(({ duplicateOf }) => duplicateOf === undefined))
  return bestOf(members.filter(({ preferred }) => preferred)) ?? (judged.length === 1 ? judged[0] : bestOf(members))
}

const isVariant = ({ issues }: Alike): boolean =>
  issues.some(({ duplicateOf, verdict }) => duplicateOf !== undefined && verdict === 'review')

/** Finds the first reason against each of the others; returns these reasons in order of precedence. */
function reasons(best: Contender, others: readonly Contender[]): readonly BestReason[] {
  const { nearlyBest } = THRESHOLDS
  const beats: Readonly<Record<BestReason, (other: Contender) => boolean>> = {
    kept: (other) => best.preferred && !other.preferred,
    flawless: (other) => !best.flawed && other.flawed,
    pixels: (other) => pixels(other) < nearlyBest.pixels * pixels(best),
    sharper: (other) => other.measures.sharpness < nearlyBest.sharpness * best.measures.sharpness,
    first: () => true,
  }
  const decisive = new Set(others.map((other) => BEST_REASONS.find((reason) => beats[reason](other))))
  return BEST_REASONS.filter((reason) => decisive.has(reason))
}
