import { isTags, sentencesOf, tagsOf } from './pieces.ts'

/** CLIP splits rare words: one of more than six letters counts as a token for each five begun, which is more than nearly all are. */
const tokensAtMost = (text: string): number =>
  (text.match(/[\p{L}\p{M}'’]+|\p{N}|[^\s\p{L}\p{M}\p{N}]/gu) ?? []).reduce(
    (sum, piece) => sum + (piece.length <= 6 ? 1 : Math.ceil(piece.length / 5)),
    0,
  )

/** As many whole tags or sentences from the beginning as fit; of one that is longer by itself as many words. */
export function shortened(text: string, limit: number): string {
  const pieces = isTags(text) ? tagsOf(text).map((tag) => `${tag}, `) : sentencesOf(text)
  const kept = upTo(pieces, limit)
  return (kept === '' ? upTo(text.split(/(?<=\s)/), limit) : kept).replace(/[\s,;]+$/, '')
}

function upTo(pieces: readonly string[], limit: number): string {
  let kept = ''
  for (const piece of pieces) {
    if (tokensAtMost(kept + piece) > limit) break
    kept += piece
  }
  return kept
}
