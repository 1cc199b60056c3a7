import { collector } from '../library/collector.ts'
import { useView } from '../window/view-store.ts'
import { useArrangement } from '../images/arrangement-store.ts'
import { useFilter } from '../images/filter-store.ts'
import { createLooseImages } from '../images/loose-images.ts'
import { forgetResults, questionOf, runSearch, useResults } from './results-store.ts'

const TYPING_MS = 120
const CHANGES_MS = 400

const question = (): string => questionOf(useFilter.getState().applied, useArrangement.getState().order)

/** Resolves when the results match the applied filter, or the search page is left. */
export function resultsSettled(): Promise<void> {
  const settled = () => useResults.getState().asked === question() || useView.getState().page !== 'search'
  if (settled()) return Promise.resolve()
  return new Promise((resolve) => {
    const stops = [useResults, useView].map((store) =>
      store.subscribe(() => {
        if (!settled()) return
        for (const stop of stops) stop()
        resolve()
      }),
    )
  })
}

/** Keeps the results up to date with the filter and the library while the search page is open. */
function createLiveResults() {
  const images = createLooseImages()
  const visible = { ids: [] as readonly string[] }
  const looking = () => useView.getState().page === 'search'
  let timer: ReturnType<typeof setTimeout> | undefined
  const askSoon = () => {
    if (!looking()) return
    if (question() === useResults.getState().asked) return
    clearTimeout(timer)
    timer = setTimeout(() => void runSearch(), TYPING_MS)
  }
  const refresh = collector(CHANGES_MS, async (actorIds) => {
    images.distrust(new Set(actorIds))
    if (!looking()) {
      forgetResults()
      return
    }
    images.want(visible.ids)
    await runSearch()
  })
  useFilter.subscribe(askSoon)
  useArrangement.subscribe(askSoon)
  useView.subscribe(askSoon)
  return {
    /** Called with the images that are visible or about to be. */
    look(imageIds: readonly string[]): void {
      visible.ids = imageIds
      images.want(imageIds)
    },
    refresh,
  }
}

export const liveResults = createLiveResults()
