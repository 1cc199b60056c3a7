import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { lastActor, useView } from '../../model/window/view-store.ts'
import { useAutoScroll } from '../../base/ui/use-auto-scroll.ts'
import { useHeld } from '../../base/ui/use-held.ts'
import { useDrag } from '../../model/images/selection-store.ts'
import { openActor, showActor } from '../../model/shown/show-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { ActorRow, rowId } from './ActorRow.tsx'
import { clearActorQuery, useActorQuery, useActors } from '../../model/library/actors-store.ts'
import { queryActors } from '../../model/library/actor-filter.ts'
import { ACTOR_LIST_ID } from '../../model/window/element-ids.ts'

const ROW = 54

/** A virtual list box of the library's actors. */
export function ActorList() {
  const byId = useActors((state) => state.byId)
  const loaded = useActors((state) => state.loaded)
  const query = useActorQuery()
  const shownId = useView((state) => state.actorId)
  const dragging = useDrag((state) => state.images.length > 0)
  const sorted = useMemo(() => queryActors([...byId.values()], query), [byId, query])
  // The order is held during a drag, because an assessed actor could move the row under the pointer.
  const actors = useHeld(sorted, dragging)
  const index = actors.findIndex((actor) => actor.actorId === shownId)
  const scroller = useRef<HTMLDivElement>(null)
  useAutoScroll(scroller)
  const rows = useVirtualizer({
    count: actors.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    useFlushSync: false,
  })

  const first = actors[0]?.actorId
  useEffect(() => {
    if (shownId !== null || first === undefined) return
    const last = lastActor()
    showActor(last !== null && byId.has(last) ? last : first)
  }, [shownId, first, byId])
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index)
  }, [shownId]) // oxlint-disable-line react/exhaustive-deps -- a list that re-sorts must not jump under the pointer

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1)
    const last = actors.length - 1
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: last,
      PageDown: index + page,
      PageUp: index - page,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const actor = actors[Math.max(0, Math.min(last, to))]
    if (actor) openActor(actor.actorId)
  }

  if (loaded && actors.length === 0 && byId.size > 0) {
    return (
      <div className="actor-none">
        <p>{strings.actors.none}</p>
        <Button size="s" onClick={clearActorQuery}>
          {strings.actors.clear}
        </Button>
      </div>
    )
  }
  if (actors.length === 0) return <div className="actor-list" aria-busy={!loaded} />
  const visible = rows.getVirtualItems()
  const active = visible.some((row) => row.index === index) && shownId !== null ? rowId(shownId) : undefined
  return (
    <div
      ref={scroller}
      id={ACTOR_LIST_ID}
      className="actor-list"
      role="listbox"
      tabIndex={0}
      aria-label={strings.actors.list}
      aria-activedescendant={active}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="actor-list-all" style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const actor = actors[row.index]
          return (
            actor && (
              <ActorRow
                key={actor.actorId}
                actor={actor}
                shown={actor.actorId === shownId}
                top={row.start}
                position={row.index + 1}
                total={actors.length}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
