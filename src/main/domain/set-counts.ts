import { ISSUE_KEYS, type IssueKey } from './issue-kinds.ts'
import { type ActorImage, counts } from './image.ts'
import { perStyle, type PerStyle, STYLES, sum } from './style.ts'

/**
 * Counts of an actor's set. Every figure shown (list, lane, plan, table, report, command line) is one of these; the catalog counts the same
 * in SQL (`summaryOf`), and a test compares both. Each image is counted once in `counts`, `unsure` or `rejected`.
 */
export interface SetCounts {
  readonly images: number
  /** Good images of a sure style; `unclassified` has those without a style, assessed or not. */
  readonly counts: PerStyle & { readonly unclassified: number }
  /** Good images whose style is a guess, by the most likely style. */
  readonly unsure: PerStyle
  readonly rejected: number
  readonly unreadable: number
  readonly unassessed: number
  /** Good images with an open issue, by issue. */
  readonly flagged: Readonly<Partial<Record<IssueKey, number>>>
  /** Good images that an evaluator set to review without naming an issue. */
  readonly toReview: number
  /** Good images from the most used source picture, itself included. */
  readonly fromOne: number
  /** Images that a person marked to keep. */
  readonly kept: number
}

/** Returns the source picture of an image, or the image itself. */
const originOf = ({ entry, filename }: Pick<ActorImage, 'entry' | 'filename'>): string => entry.derived_from ?? filename

/** Counts the good images of each source picture. */
export function originsOf(images: readonly ActorImage[]): ReadonlyMap<string, number> {
  const origins = new Map<string, number>()
  for (const image of images) {
    if (counts(image)) origins.set(originOf(image), (origins.get(originOf(image)) ?? 0) + 1)
  }
  return origins
}

export function countSet(images: readonly ActorImage[]): SetCounts {
  const good = images.filter(counts)
  const of = (some: readonly ActorImage[]) => perStyle((style) => some.filter((it) => it.style === style).length)
  const [sure, unsure] = [of(good.filter((it) => !it.unsure)), of(good.filter((it) => it.unsure))]
  const rejected = images.filter(({ verdict }) => verdict === 'reject').length
  const has = (key: IssueKey) => (it: ActorImage) => it.assessment?.issues.some((issue) => issue.key === key) ?? false
  const open = good.filter(({ verdict }) => verdict === 'review')
  const flagged = ISSUE_KEYS.flatMap((key): [IssueKey, number][] => {
    const n = open.filter(has(key)).length
    return n > 0 ? [[key, n]] : []
  })
  return {
    images: images.length,
    counts: { ...sure, unclassified: images.length - rejected - sum(sure) - sum(unsure) },
    unsure,
    rejected,
    unreadable: images.filter(has('unreadable')).length,
    unassessed: images.filter(({ assessment }) => assessment === null).length,
    flagged: Object.fromEntries(flagged),
    toReview: open.filter(({ assessment }) => assessment?.issues.length === 0).length,
    fromOne: Math.max(0, ...originsOf(images).values()),
    kept: images.filter(({ kept }) => kept).length,
  }
}

/**
 * Returns what separates a set from its target. Unsure images count towards a style until a person reviews them, so no image is generated
 * in their place; they are never surplus.
 */
export function gapOf(
  { counts: held, unsure, rejected }: Pick<SetCounts, 'counts' | 'unsure' | 'rejected'>,
  target: PerStyle,
): { readonly deficit: number; readonly extra: number; readonly surplus: number } {
  const over = (n: number) => Math.max(0, n)
  const deficit = STYLES.reduce((all, style) => all + over(target[style] - held[style] - unsure[style]), 0)
  const extra = STYLES.reduce((all, style) => all + over(held[style] - target[style]), 0)
  return { deficit, extra, surplus: extra + rejected }
}

/** Returns how many images may come from one picture: a third of the set, but at least a picture and one derived from it. */
export const mostFromOne = (target: PerStyle): number => Math.max(2, Math.floor(sum(target) / 3))
