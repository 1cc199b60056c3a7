import { useMemo } from 'react'
import type { Matcher } from '../../../../main/domain/filter/match.ts'
import { type Order, sortImages } from '../../../../main/domain/image-order.ts'
import { useFilter } from './filter-store.ts'
import { useArrangement } from './arrangement-store.ts'
import type { Image } from './image.ts'

/** Which images are shown, and in which order. */
export interface Arrangement {
  /** Null: all of them. */
  readonly matches: Matcher | null
  readonly order: Order
}

export const AS_NAMED: Arrangement = { matches: null, order: { by: 'name', descending: false } }

/** Images that come in the order of their names, as they are shown. */
export const arranged = (images: readonly Image[], { matches, order }: Arrangement): readonly Image[] =>
  sortImages(matches ? images.filter(matches) : images, order)

/** The arrangement of now, for actions. */
export const currentArrangement = (): Arrangement => ({
  matches: useFilter.getState().matches,
  order: useArrangement.getState().order,
})

export function useCurrentArrangement(): Arrangement {
  const matches = useFilter((state) => state.matches)
  const order = useArrangement((state) => state.order)
  return useMemo(() => ({ matches, order }), [matches, order])
}
