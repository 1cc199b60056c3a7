import type { Issue } from './assessment.ts'
import { ISSUES } from './issue-kinds.ts'
import { type ActorImage, counts } from './image.ts'
import { byIndex } from './naming.ts'
import type { Deletion } from './plan.ts'
import { type PerStyle, type Style, STYLES } from './style.ts'

/**
 * Returns the rejecting issue of the lowest rank. A duplicate of an image that is not present does not count; otherwise the last copy could
 * be removed.
 */
function decisive(image: ActorImage, present: ReadonlySet<string>): Issue | undefined {
  const valid = (image.assessment?.issues ?? []).filter(
    ({ verdict, duplicateOf }) =>
      verdict === 'reject' &&
      (duplicateOf === undefined || (duplicateOf !== image.filename && present.has(duplicateOf))),
  )
  return [...valid].sort((a, b) => ISSUES[a.key].rank - ISSUES[b.key].rank)[0]
}

/** Returns the deletion of a rejected image; null when no reason for it applies now. */
export function rejection(image: ActorImage, present: ReadonlySet<string>): Deletion | null {
  if (image.verdict !== 'reject' || image.kept) return null
  const { filename, style: type } = image
  const unreadable = image.assessment?.issues.find((issue) => issue.key === 'unreadable')
  if (image.decidedBy === 'human' && !unreadable) {
    return { filename, type, reason: 'human', detail: 'rejected by hand' }
  }
  const issue = unreadable ?? decisive(image, present)
  return issue ? { filename, type, reason: issue.key, detail: issue.detail } : null
}

/** Returns true for an image that is removed even when the set cannot be refilled: it is worthless, or a person rejected it. */
export const isHard = ({ reason }: Pick<Deletion, 'reason'>): boolean =>
  reason === 'unreadable' || reason === 'exact_duplicate' || reason === 'human'

/** Sorts rejected images in the order of their removal, worst first. */
export function worstFirst(rejected: readonly Deletion[], images: readonly ActorImage[]): readonly Deletion[] {
  const quality = new Map(images.map((image) => [image.filename, image.assessment?.quality ?? 0]))
  const rank = ({ reason }: Deletion) =>
    reason === 'human' || reason === 'surplus' ? -1 : (ISSUES[reason].removal ?? -1)
  return rejected.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (quality.get(a.filename) ?? 0) - (quality.get(b.filename) ?? 0) ||
      byIndex(a.filename, b.filename),
  )
}

/** Sorts images to review before flawless ones, and those that a person classified last; an unmeasured image comes last of its rank. */
const byWorth = (a: ActorImage, b: ActorImage): number =>
  Number(a.decidedBy === 'human') - Number(b.decidedBy === 'human') ||
  Number(a.verdict !== 'review') - Number(b.verdict !== 'review') ||
  (a.assessment?.quality ?? 2) - (b.assessment?.quality ?? 2) ||
  byIndex(b.filename, a.filename)

function why(image: ActorImage): string {
  if (image.decidedBy === 'human') return 'classified by hand, but nothing else is left to remove'
  return image.assessment?.issues[0]?.detail ?? 'lowest quality of the rest'
}

const isSure = (image: ActorImage, style: Style): boolean => counts(image) && image.style === style && !image.unsure

/**
 * Returns the surplus of one style, least worthy first. Only images of a sure style count; an image that a person keeps stays, whatever the
 * mix.
 */
function surplusOf(images: readonly ActorImage[], style: Style, wanted: number): readonly Deletion[] {
  const members = images.filter((image) => isSure(image, style))
  const extra = Math.max(0, members.length - wanted)
  return members
    .filter(({ kept }) => !kept)
    .sort(byWorth)
    .slice(0, extra)
    .map((image) => ({
      filename: image.filename,
      type: style,
      reason: 'surplus' as const,
      detail: `${members.length} where ${wanted} ${wanted === 1 ? 'is' : 'are'} needed: ${why(image)}`,
    }))
}

/** Returns the surplus of all styles in the order of removal: always from the style that is furthest above its target. */
export function surplus(images: readonly ActorImage[], target: PerStyle): readonly Deletion[] {
  const left = new Map(STYLES.map((style) => [style, surplusOf(images, style, target[style])]))
  const order: Deletion[] = []
  for (;;) {
    const [style] = [...STYLES].sort((a, b) => (left.get(b)?.length ?? 0) - (left.get(a)?.length ?? 0))
    const [next, ...rest] = (style && left.get(style)) ?? []
    if (!style || !next) return order
    order.push(next)
    left.set(style, rest)
  }
}
