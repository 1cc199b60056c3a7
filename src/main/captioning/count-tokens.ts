import { type ClipCounter, createClipCounter } from './clip-tokens.ts'

// A worker thread lives for many calls, and the vocabulary takes a second to load: the one state that outlives a call.
const loaded: { counter?: ClipCounter } = {}

/** CLIP tokens of each text, without start and end. Runs in a worker thread. */
export function countTokens(texts: readonly string[]): number[] {
  const counter = (loaded.counter ??= createClipCounter())
  return texts.map((text) => counter.count(text))
}
