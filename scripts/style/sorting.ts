import type { Vector } from '../../src/main/domain/vectors.ts'
import type { KindVectors } from '../../src/main/domain/zero-shot.ts'
import { composeLibraries } from '../../test/bench/sorting/compose.ts'
import { actionsToSort, ALL_HELP, type Help, type Picture, sortAll } from '../../test/bench/sorting/simulate.ts'
import { readLeftOut } from './left-out.ts'

export interface SortingFigures {
  readonly libraries: number
  /** Number of actions as a share of the images, by the kind of help. */
  readonly shares: Readonly<Record<string, number>>
  readonly curve: readonly { readonly actions: number; readonly right: number }[]
}

type Libraries = readonly (readonly Picture[])[]

/**
 * Composes libraries by source from the labelled images, each with the prediction of a model that was not trained on its source and with
 * its vector from a pretrained network.
 */
export const libraries = (count: number, shows: readonly (Vector | undefined)[] = []): Libraries =>
  composeLibraries(
    readLeftOut().map(({ style, ...image }, i) => ({ ...image, name: String(i), truth: style, shows: shows[i] })),
    count,
  )

const BARE: Help = { shipped: true, learning: false, groups: false, offers: false }

export const HELPS: Readonly<Record<string, Help>> = {
  'the shipped model, groups, offers and learning': ALL_HELP,
  'dragging every wrong guess of the shipped model': BARE,
  'the shipped model, groups and offers, no learning': { ...ALL_HELP, learning: false },
  'the shipped model and learning alone': { ...BARE, learning: true },
  'neighbours only: no shipped model': { ...ALL_HELP, shipped: false },
}

export function sortingFigures(of: Libraries, kinds: KindVectors | null = null): SortingFigures {
  const images = of.reduce((sum, library) => sum + library.length, 0)
  const share = (help: Help): number =>
    of.reduce((sum, library) => sum + actionsToSort(library, help, kinds), 0) / images
  const courses = of.map((library) => ({ length: library.length, wrong: sortAll(library, ALL_HELP, kinds) }))
  const rightAfter = (actions: number): number =>
    courses.reduce((sum, { length, wrong }) => {
      const done = Math.min(wrong.length - 1, Math.round(actions * length))
      return sum + length - wrong[done]!
    }, 0) / images
  return {
    libraries: of.length,
    shares: {
      ...Object.fromEntries(Object.entries(HELPS).map(([name, help]) => [name, share(help)])),
      'no model: dragging every image': 1,
    },
    curve: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5].map((actions) => ({ actions, right: rightAfter(actions) })),
  }
}
