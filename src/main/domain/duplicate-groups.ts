import type { Issue } from './assessment.ts'
import { bestOf, type Contender, pixels } from './duplicates.ts'
import { byIndex } from './naming.ts'
import { THRESHOLDS } from './thresholds.ts'

/** What makes an image the one to keep; `first` by name where nothing else tells two apart. */
export const BEST_REASONS = ['kept', 'flawless', 'pixels', 'sharper', 'first'] as const
type BestReason = (typeof BEST_REASONS)[number]

/** An image of one actor with what its assessment says of copies; what a human rejected is no longer among them. */
export interface Alike extends Contender {
  readonly issues: readonly Issue[]
}

export interface DuplicateGroup<T> {
  /** `copies` of one picture, or `variants` that differ in a detail or their colour: only a person knows whether those are wanted. */
  readonly kind: 'copies' | 'variants'
  readonly best: T
  readonly why: readonly BestReason[]
  /** In the order of their file names. */
  readonly others: readonly T[]
}

/** Groups an actor's images along the `duplicateOf` of their issues, each with the one to keep. */
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

/** A person's word, then the judge's, who knows more of the set; else the same rule again, as when the judge's pick was rejected since. */
function pick<T extends Alike>(members: readonly T[]): T | undefined {
  const judged = members.filter(({ issues }) => issues.every(({ duplicateOf }) => duplicateOf === undefined))
  return bestOf(members.filter(({ preferred }) => preferred)) ?? (judged.length === 1 ? judged[0] : bestOf(members))
}

const isVariant = ({ issues }: Alike): boolean =>
  issues.some(({ duplicateOf, verdict }) => duplicateOf !== undefined && verdict === 'review')

/** For each of the others what decides against it, together in the order in which it is asked. */
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
