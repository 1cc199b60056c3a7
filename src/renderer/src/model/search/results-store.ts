import { create } from 'zustand'
import type { Order } from '../../../../main/domain/image-order.ts'
import type { SearchView } from '../../../../main/contract/search.ts'
import { useArrangement } from '../images/arrangement-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import type { Problem } from '../../base/host/errors.ts'
import { useFilter } from '../images/filter-store.ts'

interface ResultsState {
  /** Image ids in reading order; grows while more are fetched. */
  readonly ids: readonly string[]
  readonly total: number
  /** Actor headings with the number of images below each; empty unless sorted by name. */
  readonly actors: SearchView['actors']
  /** The query that this answers; null before the first answer. */
  readonly asked: string | null
  readonly problem: Problem | null
}

const NO_RESULTS: ResultsState = { ids: [], total: 0, actors: [], asked: null, problem: null }

/** Results of the search over the whole library. */
export const useResults = create<ResultsState>()(() => NO_RESULTS)

/** Enough for the first screen; larger pages follow. */
const FIRST_PAGE = 1000
const PAGE = 10_000
/** Number of restarts when the library changes during a search; the event about the change searches again anyway. */
const ATTEMPTS = 3

/** Number of the current search; answers of earlier ones are dropped. */
const useTurn = create<{ readonly turn: number }>()(() => ({ turn: 0 }))

export const questionOf = (filter: string, order: Order): string => JSON.stringify([filter, order])

async function ask(filter: string, sort: Order, mine: () => boolean, attempts = ATTEMPTS): Promise<void> {
  const asked = questionOf(filter, sort)
  const first = await outcome(api.images.search({ filter, sort, offset: 0, limit: FIRST_PAGE }))
  if (!mine()) return
  if (!first.ok) {
    useResults.setState({ ...NO_RESULTS, asked, problem: first.problem })
    return
  }
  const { total, actors, version } = first.value
  const before = useResults.getState()
  // When the same query runs again, keep the later results until their page is fetched, so that the scroll position stays.
  const known = new Set(first.value.ids)
  const rest = before.asked === asked ? before.ids.slice(FIRST_PAGE, total).filter((id) => !known.has(id)) : []
  let ids = first.value.ids
  useResults.setState({ ids: [...ids, ...rest], total, actors, asked, problem: null })
  while (ids.length < total) {
    const next = await outcome(api.images.search({ filter, sort, offset: ids.length, limit: PAGE }))
    if (!mine()) return
    if (!next.ok || next.value.ids.length === 0) return
    if (next.value.version !== version) {
      if (attempts > 1) await ask(filter, sort, mine, attempts - 1)
      return
    }
    ids = [...ids, ...next.value.ids]
    useResults.setState({ ids })
  }
}

/** Runs the applied filter again. */
export async function runSearch(): Promise<void> {
  const turn = useTurn.getState().turn + 1
  useTurn.setState({ turn })
  await ask(useFilter.getState().applied, useArrangement.getState().order, () => useTurn.getState().turn === turn)
}

export function forgetResults(): void {
  useTurn.setState(({ turn }) => ({ turn: turn + 1 }))
  useResults.setState(NO_RESULTS, true)
}
