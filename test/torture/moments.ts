/** The golden ratio's fraction: its multiples spread evenly over an interval, however many there are. */
const GOLDEN = 0.618_033_988_749

/**
 * Yields the events of a job to kill it at, as numbers from 1. Every kind of event comes once before any is repeated, alternating between
 * files and journal, and a repetition takes another instance of the kind. Events that are not `isWanted` are left out.
 */
export function* momentsOf(
  events: readonly string[],
  isWanted: (event: string) => boolean = () => true,
): Generator<number> {
  const kinds = new Map<string, number[]>()
  for (const [i, event] of events.entries()) if (isWanted(event)) kinds.set(event, [...(kinds.get(event) ?? []), i + 1])
  const of = (file: boolean): string[] => [...kinds.keys()].filter((kind) => kind.startsWith('file: ') === file)
  const [files, journal] = [scattered(of(true)), scattered(of(false))]
  if (kinds.size === 0) return
  for (let round = 0; ; round++)
    for (let i = 0; i < Math.max(files.length, journal.length); i++)
      for (const kind of [files[i], journal[i]]) {
        const instants = kinds.get(kind ?? '')
        const instant = instants?.[Math.floor((((round + 0.5) * GOLDEN) % 1) * instants.length)]
        if (instant !== undefined) yield instant
      }
}

/** Reorders kinds so that every prefix is spread over all of them. */
const scattered = (kinds: readonly string[]): readonly string[] =>
  kinds
    .map((kind, i) => ({ kind, at: (i * GOLDEN) % 1 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ kind }) => kind)
