import { type ClipTokens, createClipTokens } from './clip-tokens.ts'

// The vocabulary takes a second to load, so it is kept between calls of a worker thread.
const loaded: { tokens?: ClipTokens } = {}

/** Returns the CLIP token ids of each text, without start and end. Runs in a worker thread. */
export function clipTokens(texts: readonly string[]): number[][] {
  const tokens = (loaded.tokens ??= createClipTokens())
  return texts.map(tokens)
}

/** Returns the number of CLIP tokens of each text. */
export const countTokens = (texts: readonly string[]): number[] => clipTokens(texts).map(({ length }) => length)
