/** Steps over what there is evenly, however many steps there are time for. */
const GOLDEN = 0.618_033_988_749

/**
 * The order in which a job's moments are taken for a kill, as numbers from 1: every kind of event comes once before any comes again, files
 * and journal by turns, and each time another of its instants. `isWanted`: those of other events are left out.
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

/** The same ones in an order of which every beginning is spread over all of them. */
const scattered = (kinds: readonly string[]): readonly string[] =>
  kinds
    .map((kind, i) => ({ kind, at: (i * GOLDEN) % 1 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ kind }) => kind)
