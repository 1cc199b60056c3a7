import { create } from 'zustand'
import type { Order } from '../../../../main/domain/image-order.ts'
import type { SearchView } from '../../../../main/contract/search.ts'
import { useArrangement } from '../images/arrangement-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import type { Problem } from '../../base/host/errors.ts'
import { useFilter } from '../images/filter-store.ts'

interface ResultsState {
  /** In reading order; grows while the rest is fetched. */
  readonly ids: readonly string[]
  readonly total: number
  /** Headings and how many images stand under each; nothing unless sorted by name. */
  readonly actors: SearchView['actors']
  /** What was asked for this answer; null: nothing yet. */
  readonly asked: string | null
  readonly problem: Problem | null
}

const NO_RESULTS: ResultsState = { ids: [], total: 0, actors: [], asked: null, problem: null }

/** What the search over the whole library found. */
export const useResults = create<ResultsState>()(() => NO_RESULTS)

/** Enough for the first screen; the rest follows in larger pieces. */
const FIRST_PAGE = 1000
const PAGE = 10_000
/** How often an answer is begun again because the library changes meanwhile; the event that tells of the change asks again anyway. */
const ATTEMPTS = 3

/** The search that is under way; an answer that a later one has overtaken is dropped. */
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
  // The same question again: what stands further down is very likely still there, so the place is kept until it is known.
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

/** Asks again what the filter in force finds. */
export async function runSearch(): Promise<void> {
  const turn = useTurn.getState().turn + 1
  useTurn.setState({ turn })
  await ask(useFilter.getState().applied, useArrangement.getState().order, () => useTurn.getState().turn === turn)
}

export function forgetResults(): void {
  useTurn.setState(({ turn }) => ({ turn: turn + 1 }))
  useResults.setState(NO_RESULTS, true)
}
