import type { PatternJob } from '../../captioning/replace-by-pattern.ts'
import { EvencastError } from '../../domain/error.ts'

/** Replaces by a regular expression. Returns null when it takes longer than the job's limit. */
export type ReplaceByPattern = (job: PatternJob) => Promise<readonly string[] | null>

/** Texts replaced at a time. */
const SLICE = 2000
/** Time limit per slice, in milliseconds; a sensible expression takes a few. */
const LIMIT_MS = 2000

/** Returns the texts after a replacement by a regular expression. Throws BAD_INPUT when it takes too long. */
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
