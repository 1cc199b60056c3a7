import { CircleAlert, GalleryThumbnails, SearchX } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { forgetFocusRequest } from '../../model/images/focus-store.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { SelectionBar } from '../../grid/SelectionBar.tsx'
import { SizeSlider } from '../../grid/SizeSlider.tsx'
import { dispatchSelection, resetSelection } from '../../model/images/selection-store.ts'
import { useLightbox } from '../../model/window/lightbox-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { cullResults } from '../../model/culling/cull-results.ts'
import { clearFilter } from '../../model/images/filter-store.ts'
import { FilterBar } from './FilterBar.tsx'
import { LaneDock } from './LaneDock.tsx'
import { liveResults } from '../../model/search/live.ts'
import { ResultsGrid } from './ResultsGrid.tsx'
import { runSearch, useResults } from '../../model/search/results-store.ts'
import '../../grid/grid.css'
import '../../grid/tile.css'
import './results.css'

const text = strings.search
/** Number of images loaded ahead around the one in the lightbox. */
const AHEAD = 20

/** Loads images before the lightbox reaches them. */
function useAhead(): void {
  const imageId = useLightbox((state) => state.imageId)
  useEffect(() => {
    const { ids } = useResults.getState()
    const at = imageId === null ? -1 : ids.indexOf(imageId)
    if (at >= 0) liveResults.look(ids.slice(Math.max(0, at - AHEAD), at + AHEAD))
  }, [imageId])
}

/** Limits the selection to the results. */
function useSelectionWithin(): void {
  const ids = useResults((state) => (state.ids.length === state.total ? state.ids : null))
  useEffect(() => {
    if (ids) dispatchSelection({ type: 'retain', present: new Set(ids) })
  }, [ids])
  useEffect(() => {
    forgetFocusRequest()
    return resetSelection
  }, [])
}

function Found() {
  const { total, asked, problem } = useResults(useShallow(({ total, asked, problem }) => ({ total, asked, problem })))
  if (problem) {
    return (
      <Empty icon={<CircleAlert size={32} />} title={text.failed} text={problem.message}>
        <Button onClick={() => void runSearch()}>{strings.retry}</Button>
      </Empty>
    )
  }
  if (asked === null) return <div className="results" aria-busy="true" />
  if (total > 0) return <ResultsGrid />
  return <NothingFound />
}

function NothingFound() {
  const byId = useActors((state) => state.byId)
  const unassessed = useMemo(() => [...byId.values()].reduce((sum, actor) => sum + actor.unassessed, 0), [byId])
  return (
    <Empty
      icon={<SearchX size={32} />}
      title={text.none}
      text={unassessed > 0 ? text.unassessed(unassessed) : text.noneText}
    >
      <Button onClick={clearFilter}>{text.clear}</Button>
    </Empty>
  )
}

/** Images of all actors that match the filter. */
export function SearchPage() {
  const total = useResults((state) => state.total)
  const actors = useResults((state) => state.actors.length)
  const asked = useResults((state) => state.asked)
  useAhead()
  useSelectionWithin()
  const found = asked === null ? '' : actors > 0 ? text.foundIn(total, actors) : text.found(total)
  return (
    <main className="pane search-page" tabIndex={-1} aria-label={text.page}>
      <header className="actor-header">
        <div className="actor-title">
          <h1 className="ellipsis">{text.title}</h1>
          <p className="num soft ellipsis">{found}</p>
        </div>
        <SelectionBar />
        <SizeSlider fit={false} />
        <div className="header-actions">
          <Button disabled={total === 0} icon={<GalleryThumbnails size={15} />} onClick={cullResults}>
            {text.cull}
          </Button>
        </div>
      </header>
      <FilterBar images={null} count={asked === null ? '' : text.found(total)} />
      <Found />
      <LaneDock />
    </main>
  )
}
