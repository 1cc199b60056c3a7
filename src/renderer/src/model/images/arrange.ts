import { useMemo } from 'react'
import type { Matcher } from '../../../../main/domain/filter/match.ts'
import { type Order, sortImages } from '../../../../main/domain/image-order.ts'
import { useFilter } from './filter-store.ts'
import { useArrangement } from './arrangement-store.ts'
import type { Image } from './image.ts'

/** Filter and order of the visible images. */
export interface Arrangement {
  /** Null shows all images. */
  readonly matches: Matcher | null
  readonly order: Order
}

export const AS_NAMED: Arrangement = { matches: null, order: { by: 'name', descending: false } }

/** Filters and sorts images that are given in the order of their names. */
export const arranged = (images: readonly Image[], { matches, order }: Arrangement): readonly Image[] =>
  sortImages(matches ? images.filter(matches) : images, order)

/** Returns the current arrangement, for actions. */
export const currentArrangement = (): Arrangement => ({
  matches: useFilter.getState().matches,
  order: useArrangement.getState().order,
})

export function useCurrentArrangement(): Arrangement {
  const matches = useFilter((state) => state.matches)
  const order = useArrangement((state) => state.order)
  return useMemo(() => ({ matches, order }), [matches, order])
}
