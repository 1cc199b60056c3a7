const SPLITS: readonly (readonly [split: string, words: readonly string[]])[] = [
  ['train', ['train', 'training']],
  ['validation', ['validation', 'valid', 'dev', 'val']],
  ['test', ['test', 'testing', 'eval', 'evaluation']],
]

/** Returns the split that `datasets` reads from a path: a separate word between `- . _ space digit /`; null when there is none. */
export function splitOf(path: string): string | null {
  const found = SPLITS.find(([, words]) =>
    words.some((word) => new RegExp(String.raw`(?:^|[-._ 0-9/])${word}(?:[-._ 0-9/]|$)`).test(path)),
  )
  return found?.[0] ?? null
}
