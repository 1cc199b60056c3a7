import { strings } from '../../base/strings/index.ts'
import type { Image } from './image.ts'

/** Returns the file format named in the sentence, or null when the format is not the reason. */
export const formatIn = (why: string): string | null =>
  /\b(?:holds|kind of) ([A-Z][\w -]*?)(?:,| is )/.exec(why)?.[1] ?? null

/** Returns a short form for a tile, such as "HEIC, not measured". */
export function notJudgedWord(why: string): string {
  const format = formatIn(why)
  return format === null ? strings.vision.unanswered : `${format}, ${strings.vision.unanswered}`
}

/**
 * Returns true when only pixel measures judged the image, so that its content is unchecked. False for images that these reject, because
 * checking further would change nothing.
 */
export const isByPixels = (
  { verdict, decidedBy, notJudged }: Pick<Image, 'verdict' | 'decidedBy' | 'notJudged'>,
  evaluator: string | null | undefined,
): boolean =>
  evaluator?.startsWith('local@') === true &&
  (verdict === 'keep' || verdict === 'review') &&
  decidedBy !== 'human' &&
  notJudged === null
