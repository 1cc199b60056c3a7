import { ISSUE_KEYS, type Issue } from './assessment.ts'
import { type ActorImage, counts } from './image.ts'
import { byIndex } from './naming.ts'
import type { Deletion } from './plan.ts'
import type { Style } from './style.ts'

/**
 * The issue that decides: of the rejecting ones the first in the order of `ISSUE_KEYS`. A duplicate of an image that is not
 * here decides nothing, or the last copy could go.
 */
function decisive(image: ActorImage, present: ReadonlySet<string>): Issue | undefined {
  const valid = (image.assessment?.issues ?? []).filter(
    ({ verdict, duplicateOf }) =>
      verdict === 'reject' &&
      (duplicateOf === undefined || (duplicateOf !== image.filename && present.has(duplicateOf))),
  )
  return [...valid].sort((a, b) => ISSUE_KEYS.indexOf(a.key) - ISSUE_KEYS.indexOf(b.key))[0]
}

/** The deletion of a rejected image, or null when nothing that holds today speaks for it. */
export function rejection(image: ActorImage, present: ReadonlySet<string>): Deletion | null {
  if (image.verdict !== 'reject') return null
  const { filename, style: type } = image
  const unreadable = image.assessment?.issues.find((issue) => issue.key === 'unreadable')
  if (image.decidedBy === 'human' && !unreadable) {
    return { filename, type, reason: 'human', detail: 'rejected by hand' }
  }
  const issue = unreadable ?? decisive(image, present)
  return issue ? { filename, type, reason: issue.key, detail: issue.detail } : null
}

/** Who goes first: what is surely of the style, then what is only guessed to be, and last what a human placed. */
const rank = (image: ActorImage): number => (image.decidedBy === 'human' ? 2 : image.unsure ? 1 : 0)

/** Images with something to look at go before flawless ones; one that was never measured goes last of its rank. */
const byWorth = (a: ActorImage, b: ActorImage): number =>
  rank(a) - rank(b) ||
  Number(a.verdict !== 'review') - Number(b.verdict !== 'review') ||
  (a.assessment?.quality ?? 2) - (b.assessment?.quality ?? 2) ||
  byIndex(b.filename, a.filename)

function why(image: ActorImage): string {
  if (image.decidedBy === 'human') return 'placed by hand, but nothing else is left to drop'
  if (image.unsure) return 'its style is only a guess'
  return image.assessment?.issues[0]?.detail ?? 'lowest quality of the rest'
}

/** What to drop of one style so that `wanted` images remain, the least worthy first. */
export function surplus(images: readonly ActorImage[], style: Style, wanted: number): readonly Deletion[] {
  const members = images.filter((image) => counts(image) && image.style === style)
  const extra = Math.max(0, members.length - wanted)
  return [...members]
    .sort(byWorth)
    .slice(0, extra)
    .map((image) => ({
      filename: image.filename,
      type: style,
      reason: 'surplus' as const,
      detail: `${members.length} where ${wanted} are needed: ${why(image)}`,
    }))
}
