import { ISSUE_KEYS, ofIssues } from './issue-kinds.ts'
import { gapOf, mostFromOne, type SetCounts } from './set-counts.ts'
import { type PerStyle, sum } from './style.ts'

/** Problems that a person must resolve before a set is good, besides its mix. */
export const LEFT_KINDS = [
  'unassessed',
  'unsure',
  'unsorted',
  'rejected',
  'review',
  'one_source',
  ...ISSUE_KEYS,
] as const
type LeftKind = (typeof LEFT_KINDS)[number]

export interface Left {
  readonly what: LeftKind
  readonly count: number
}

const WORDS: Readonly<Record<LeftKind, (n: number) => string>> = {
  unassessed: (n) => `${n} not assessed`,
  unsure: (n) => `${n} unsure`,
  unsorted: (n) => `${n} without a style`,
  rejected: (n) => `${n} rejected`,
  review: (n) => `${n} to review`,
  one_source: (n) => `${n} from one photograph`,
  ...ofIssues(({ count }) => count),
}

export function leftOf(set: SetCounts, target: PerStyle): readonly Left[] {
  const one = set.fromOne > mostFromOne(target) ? set.fromOne : 0
  const found: readonly (readonly [LeftKind, number])[] = [
    ['unassessed', set.unassessed],
    ['unsure', sum(set.unsure)],
    ['unsorted', Math.max(0, set.counts.unclassified - set.unassessed)],
    ['rejected', set.rejected],
    ['review', set.toReview],
    ...ISSUE_KEYS.map((key) => [key, set.flagged[key] ?? 0] as const),
    ['one_source', one],
  ]
  return found.flatMap(([what, count]) => (count > 0 ? [{ what, count }] : []))
}

export const wordsOf = ({ what, count }: Left): string => WORDS[what](count)

/** Describes what is left: "2 blurred, 3 from one photograph"; empty when nothing is. */
export const leftInWords = (left: readonly Left[]): string => left.map(wordsOf).join(', ')

/** Returns true when the mix is met and no problem is left. With the policy `keep` a surplus may stay. */
export function isBalanced(set: SetCounts, target: PerStyle, policy: 'trim' | 'keep'): boolean {
  const { deficit, extra } = gapOf(set, target)
  return deficit === 0 && (policy === 'keep' || extra === 0) && leftOf(set, target).length === 0
}

/** Problems that reviewing the images does not resolve: these need an assessment, a plan or more images. */
const ELSEWHERE: ReadonlySet<LeftKind> = new Set(['unassessed', 'rejected', 'one_source'])

/** Returns the problems that a person resolves by reviewing each image: keeping it, setting its style or rejecting it. */
export const toSettle = <T extends Left>(left: readonly T[]): readonly T[] =>
  left.filter(({ what }) => !ELSEWHERE.has(what))
