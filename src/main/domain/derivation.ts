import type { PerStyle, Style } from './style.ts'

/** The pictures of an actor that images can be derived from, for a generator that does so. */
export interface Derivation {
  /** File names by style, the best first. */
  readonly sources: PerStyle<readonly string[]>
  /** Images of the set that come from each of them already, themselves included. */
  readonly used: ReadonlyMap<string, number>
  /** Most images that may come from one. */
  readonly most: number
}

/** Gives out sources, the one that was used least first, none beyond what may come from it. */
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
