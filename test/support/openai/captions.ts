import { createHash } from 'node:crypto'
import { imageUrl, textOf } from './answer.ts'

/** Returns the double's caption of a picture, different for every picture; null when the request does not ask for a caption. */
export function captionFor(body: Record<string, unknown>): string | null {
  const asked = textOf(body)
  if (!asked.includes('You caption images')) return null
  const seen = createHash('sha256').update(imageUrl(body)).digest('hex').slice(0, 6)
  const [, classWord = 'person'] = /“\[trigger\](?:” and “| )(\w+)”/.exec(asked) ?? []
  return asked.includes('tags')
    ? `[trigger], ${classWord}, drawing, in the rain, place ${seen}`
    : `A picture of [trigger] ${classWord} walking in the rain at place ${seen}, seen from afar.`
}
