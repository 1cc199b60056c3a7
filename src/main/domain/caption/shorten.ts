import { isTags, sentencesOf, tagsOf } from './pieces.ts'

/**
 * Estimates CLIP tokens, nearly always too high: CLIP splits rare words, so a word of more than six letters counts as one token per five
 * letters begun.
 */
const tokensAtMost = (text: string): number =>
  (text.match(/[\p{L}\p{M}'’]+|\p{N}|[^\s\p{L}\p{M}\p{N}]/gu) ?? []).reduce(
    (sum, piece) => sum + (piece.length <= 6 ? 1 : Math.ceil(piece.length / 5)),
    0,
  )

/** Keeps as many whole tags or sentences from the start as fit; when the first is too long by itself, as many of its words as fit. */
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
