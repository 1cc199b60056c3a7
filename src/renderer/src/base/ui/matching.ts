export interface Entry {
  readonly id: string
  readonly title: string
  /** Its key, as printed. */
  readonly aside: string
  readonly group: string
  readonly run: () => void
}

/** Lower is better; null: a word does not occur. Where a word begins the title, or a word of it, it counts for more than inside one. */
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

/** What every typed word occurs in, best first within its group, groups in their own order; all of it when nothing is typed. */
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
