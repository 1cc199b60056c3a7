import { type ClipTokens, createClipTokens } from './clip-tokens.ts'

// A worker thread lives for many calls, and the vocabulary takes a second to load: the one state that outlives a call.
const loaded: { tokens?: ClipTokens } = {}

/** CLIP's tokens of each text as numbers, without start and end. Runs in a worker thread. */
export function clipTokens(texts: readonly string[]): number[][] {
  const tokens = (loaded.tokens ??= createClipTokens())
  return texts.map(tokens)
}

/** How many there are. */
export const countTokens = (texts: readonly string[]): number[] => clipTokens(texts).map(({ length }) => length)
