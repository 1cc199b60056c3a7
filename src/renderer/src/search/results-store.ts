import { create } from 'zustand'
import type { Order } from '../../../main/domain/image-order.ts'
import type { SearchView } from '../../../main/contract/search.ts'
import { useArrangement } from '../gallery/arrangement-store.ts'
import { outcome } from '../host/attempt.ts'
import { api } from '../host/connect.ts'
import type { Problem } from '../host/errors.ts'
import { useFilter } from './filter-store.ts'

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
const PAGE = 50_000

/** The search that is under way; an answer that a later one has overtaken is dropped. */
const useTurn = create<{ readonly turn: number }>()(() => ({ turn: 0 }))

export const questionOf = (filter: string, order: Order): string => JSON.stringify([filter, order])

async function ask(filter: string, sort: Order, mine: () => boolean): Promise<void> {
  const asked = questionOf(filter, sort)
  const first = await outcome(api.images.search({ filter, sort, offset: 0, limit: FIRST_PAGE }))
  if (!mine()) return
  if (!first.ok) {
    useResults.setState({ ...NO_RESULTS, asked, problem: first.problem })
    return
  }
  const { total, actors } = first.value
  const before = useResults.getState()
  // The same question again: what stands further down is very likely still there, so the place is kept until it is known.
  const rest = before.asked === asked ? before.ids.slice(FIRST_PAGE, total) : []
  let ids = first.value.ids
  useResults.setState({ ids: [...ids, ...rest], total, actors, asked, problem: null })
  while (ids.length < total) {
    const next = await outcome(api.images.search({ filter, sort, offset: ids.length, limit: PAGE }))
    if (!mine()) return
    // Something changed in between; the event that says so asks again.
    if (!next.ok || next.value.ids.length === 0) return
    ids = [...ids, ...next.value.ids]
    useResults.setState({ ids, total: next.value.total })
  }
}

/** Asks anew what the filter in force finds. */
export async function runSearch(): Promise<void> {
  const turn = useTurn.getState().turn + 1
  useTurn.setState({ turn })
  await ask(useFilter.getState().applied, useArrangement.getState().order, () => useTurn.getState().turn === turn)
}

export function forgetResults(): void {
  useTurn.setState(({ turn }) => ({ turn: turn + 1 }))
  useResults.setState(NO_RESULTS, true)
}
