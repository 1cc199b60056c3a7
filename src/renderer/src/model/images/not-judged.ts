import { strings } from '../../base/strings/index.ts'
import type { Image } from './image.ts'

/** What a file really holds, as the sentence about it names it; null where that is not the reason, or nobody knows. */
export const formatIn = (why: string): string | null =>
  /\b(?:holds|kind of) ([A-Z][\w -]*?)(?:,| is )/.exec(why)?.[1] ?? null

/** "HEIC, not measured": short, for a tile. */
export function notJudgedWord(why: string): string {
  const format = formatIn(why)
  return format === null ? strings.vision.unanswered : `${format}, ${strings.vision.unanswered}`
}

/** Whether only pixels speak of it, which say nothing of what a picture as a whole shows; of what they reject, nobody wants to know more. */
export const isByPixels = (
  { verdict, decidedBy, notJudged }: Pick<Image, 'verdict' | 'decidedBy' | 'notJudged'>,
  evaluator: string | null | undefined,
): boolean =>
  evaluator?.startsWith('local@') === true &&
  (verdict === 'keep' || verdict === 'review') &&
  decidedBy !== 'human' &&
  notJudged === null
