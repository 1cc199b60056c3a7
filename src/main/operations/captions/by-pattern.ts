import type { PatternJob } from '../../captioning/replace-by-pattern.ts'
import { EvencastError } from '../../domain/error.ts'

/** Null when it takes longer than the job's limit. */
export type ReplaceByPattern = (job: PatternJob) => Promise<readonly string[] | null>

/** Replaced in one go. */
const SLICE = 2000
/** For a slice; a sensible expression takes some milliseconds. */
const LIMIT_MS = 2000

/** Texts after a replacement by a regular expression. Throws BAD_INPUT for one that takes too long. */
export async function replacedTexts(
  texts: readonly string[],
  change: PatternJob['change'],
  byPattern: ReplaceByPattern,
): Promise<readonly string[]> {
  const replaced: string[] = []
  for (let from = 0; from < texts.length; from += SLICE) {
    const slice = await byPattern({ texts: texts.slice(from, from + SLICE), change, limitMs: LIMIT_MS })
    if (slice === null)
      throw new EvencastError(
        'BAD_INPUT',
        `This expression takes too long: ${change.find}. Leave out a repetition within another, as in (a+)+.`,
      )
    for (const text of slice) replaced.push(text)
  }
  return replaced
}
