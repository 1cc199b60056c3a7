export interface Entry {
  readonly id: string
  readonly title: string
  /** The entry's shortcut, as printed. */
  readonly aside: string
  readonly group: string
  readonly run: () => void
}

/**
 * Returns a rank, lower is better, or null when a word does not occur. A match at the start of the title or of a word ranks above one
 * inside a word.
 */
function rank(title: string, words: readonly string[]): number | null {
  const lower = title.toLowerCase()
  const parts = lower.split(/[\s_\-.]+/)
  let sum = 0
  for (const word of words) {
    if (!lower.includes(word)) return null
    sum += lower.startsWith(word) ? 0 : parts.some((part) => part.startsWith(word)) ? 1 : 2
  }
  return sum
}

/**
 * Returns the entries that contain every typed word, best first within each group; groups keep their order. Returns all entries when
 * nothing is typed.
 */
export function matching(entries: readonly Entry[], typed: string, most: number): readonly Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked = entries.flatMap((entry) => {
    const found = rank(entry.title, words)
    return found === null ? [] : [{ entry, found }]
  })
  return ranked
    .toSorted((a, b) => a.found - b.found)
    .slice(0, most)
    .map(({ entry }) => entry)
}
