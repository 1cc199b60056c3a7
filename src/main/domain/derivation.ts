import type { PerStyle, Style } from './style.ts'

/** An actor's images from which a generator can derive others. */
export interface Derivation {
  /** File names by style, best first. */
  readonly sources: PerStyle<readonly string[]>
  /** Number of the set's images that come from each source, itself included. */
  readonly used: ReadonlyMap<string, number>
  /** Most images that may come from one source. */
  readonly most: number
}

/** Returns a function that picks the least used source of a style; null when every source has reached its limit. */
export function createSourcePicker({ sources, used, most }: Derivation): (style: Style) => string | null {
  const uses = new Map(used)
  return (style) => {
    const [least] = sources[style]
      .map((name, place) => ({ name, place, n: uses.get(name) ?? 0 }))
      .filter(({ n }) => n < most)
      .sort((a, b) => a.n - b.n || a.place - b.place)
    if (!least) return null
    uses.set(least.name, least.n + 1)
    return least.name
  }
}
