import { ISSUE_KEYS, type IssueKey } from './issue-kinds.ts'
import { type ActorImage, counts } from './image.ts'
import { perStyle, type PerStyle, STYLES, sum } from './style.ts'

/**
 * What an actor's set holds. Every figure anywhere (list, lane, plan, table, report, command line) is one of these; the catalog
 * counts the same in SQL (`summaryOf`), and a test holds both equal. Each image is in `counts`, in `unsure` or in `rejected`, once.
 */
export interface SetCounts {
  readonly images: number
  /** Good images of a sure style; `unclassified`: those without a style, assessed or not. */
  readonly counts: PerStyle & { readonly unclassified: number }
  /** Good images whose style is a guess, by the likeliest one. */
  readonly unsure: PerStyle
  readonly rejected: number
  readonly unreadable: number
  readonly unassessed: number
  /** Good images with an issue that nobody has settled, by issue. */
  readonly flagged: Readonly<Partial<Record<IssueKey, number>>>
  /** Good images that an evaluator sends to a person without naming an issue. */
  readonly toReview: number
  /** Good images that come from the one picture that most of them come from, itself included. */
  readonly fromOne: number
  /** Images that a person promised their places. */
  readonly kept: number
}

/** The picture an image shows: where it was derived from, else itself. */
const originOf = ({ entry, filename }: Pick<ActorImage, 'entry' | 'filename'>): string => entry.derived_from ?? filename

/** How many good images come from each picture. */
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
 * What keeps a set from its target. Unsure images fill a place until a person has settled them, so nothing is generated for it;
 * they are never too many.
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

/** At most a third of a set may come from one picture; a small set may hold a picture and one made from it. */
export const mostFromOne = (target: PerStyle): number => Math.max(2, Math.floor(sum(target) / 3))
