import type { Style } from '../../../src/main/domain/style.ts'
import type { Picture } from './simulate.ts'

export interface Sourced extends Picture {
  readonly source: string
}

/** Mixes of an actor's set: of a photographed person and of a drawn character. */
const MIXES: readonly Readonly<Record<Style, number>>[] = [
  { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
  { photorealistic: 3, bw_stylized: 7, color_stylized: 10 },
]

/** Composes libraries of some twenty images, each style from one source; deterministic. */
export function composeLibraries(images: readonly Sourced[], count: number): readonly (readonly Picture[])[] {
  const random = sequence()
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  return Array.from({ length: count }, (_, i) =>
    Object.entries(MIXES[i % MIXES.length]!).flatMap(([style, wanted]) => {
      const sources = [
        ...Map.groupBy(
          images.filter(({ truth }) => truth === style),
          ({ source }) => source,
        ).values(),
      ]
      const from = [...pick(sources.filter((source) => source.length >= Math.min(5, wanted)))]
      return Array.from(
        { length: Math.min(wanted, from.length) },
        () => from.splice(Math.floor(random() * from.length), 1)[0]!,
      )
    }),
  )
}

/** Creates a generator of numbers in 0..1 (mulberry32). */
function sequence(): () => number {
  let state = 20261129
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
