import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useView } from '../../model/window/view-store.ts'
import { useArrangement } from '../../model/images/arrangement-store.ts'
import { clickCell } from '../../grid/click.ts'
import { requestFocus } from '../../model/images/focus-store.ts'
import { DENSE_GAP, GAP } from '../../grid/layout.ts'
import { moveOf } from '../../grid/move-of.ts'
import { dispatchSelection, useSelection } from '../../model/images/selection-store.ts'
import { useGrantedFocus } from '../../grid/use-granted-focus.ts'
import { useFocusStays } from '../../grid/use-focus-stays.ts'
import { useRoom } from '../../grid/use-room.ts'
import { useTileDrags } from '../../grid/use-tile-drags.ts'
import { openLightbox } from '../../model/window/lightbox-store.ts'
import { strings } from '../../base/strings/index.ts'
import { ActorHeading } from './ActorHeading.tsx'
import { liveResults } from '../../model/search/live.ts'
import { ResultCell } from '../../grid/ResultCell.tsx'
import { useResults } from '../../model/search/results-store.ts'
import { moveIn, resultRows, rowOf } from '../../grid/result-rows.ts'

const HEADING = 44
const USUAL_TILE = 148

/** All results: an ARIA grid that mounts only the rows in view. */
export function ResultsGrid() {
  const scroller = useRef<HTMLDivElement>(null)
  const { ids, total, actors } = useResults(useShallow(({ ids, total, actors }) => ({ ids, total, actors })))
  const chosen = useView((state) => state.tileSize)
  const dense = useArrangement((state) => state.density === 'compact')
  const gap = dense ? DENSE_GAP : GAP
  const room = useRoom(scroller)
  const inner = Math.max(100, room?.width ?? 900)
  const columns = Math.max(1, Math.floor((inner + gap) / ((chosen ?? USUAL_TILE) + gap)))
  const side = Math.floor((inner + gap) / columns) - gap
  const rows = useMemo(() => resultRows(total, actors, columns), [total, actors, columns])

  const focus = useSelection((state) => state.focus)
  const focusAt = useMemo(() => (focus === null ? -1 : ids.indexOf(focus)), [ids, focus])
  const stopAt = Math.max(0, focusAt)
  const stopRow = total === 0 ? -1 : rowOf(rows, stopAt)

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'actor' ? HEADING : side + gap),
    overscan: 2,
    useFlushSync: false,
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range)
        return stopRow < 0 || shown.includes(stopRow) ? shown : [...shown, stopRow].sort((a, b) => a - b)
      },
      [stopRow],
    ),
  })
  useLayoutEffect(() => virtual.measure(), [virtual, rows, side, gap])

  const items = virtual.getVirtualItems()
  const visible = items.flatMap((item) => {
    const row = rows[item.index]
    return row?.kind === 'images' ? ids.slice(row.from, row.to) : []
  })
  const visibleKey = visible.join(' ')
  useEffect(() => liveResults.look(visibleKey === '' ? [] : visibleKey.split(' ')), [visibleKey])

  // Keeps the top row in place when results are added or removed above it.
  const anchor = useRef<{ readonly id: string; readonly row: number; readonly offset: number } | null>(null)
  useLayoutEffect(() => {
    const kept = anchor.current
    if (!kept) return
    const at = ids.indexOf(kept.id)
    const row = at < 0 ? -1 : rowOf(rows, at)
    if (row < 0 || row === kept.row) return
    const start = virtual.getOffsetForIndex(row, 'start')?.[0]
    if (start !== undefined) virtual.scrollToOffset(start + kept.offset)
  }, [ids, rows, virtual])
  useEffect(() => {
    const offset = virtual.scrollOffset ?? 0
    const top = items.find((item) => item.end > offset && rows[item.index]?.kind === 'images')
    const row = top && rows[top.index]
    const id = row?.kind === 'images' ? ids[row.from] : undefined
    anchor.current = top && id !== undefined && offset > 0 ? { id, row: top.index, offset: offset - top.start } : null
  })

  useGrantedFocus(scroller, (key) => {
    const at = ids.indexOf(key)
    if (at >= 0) virtual.scrollToIndex(rowOf(rows, at))
    return at >= 0
  })
  useTileDrags(scroller)
  useFocusStays(scroller, () => ids)

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target instanceof Element ? event.target.closest('[data-cell-key]') : null
    const key = cell?.getAttribute('data-cell-key') ?? null
    const at = key === null ? -1 : ids.indexOf(key)
    if (key === null || at < 0 || event.altKey) return
    const toggles = event.ctrlKey || event.metaKey
    if (event.key === ' ') dispatchSelection({ type: 'toggle', key })
    else if (event.key === 'Enter') openLightbox(key)
    else {
      const move = moveOf(event)
      if (move === null) return
      const page = Math.max(1, Math.floor((room?.height ?? 600) / (side + gap)) - 1)
      const to = ids[moveIn(rows, at, move, page)]
      if (to === undefined) return
      if (event.shiftKey) dispatchSelection({ type: 'range', key: to, order: ids })
      else if (!toggles) dispatchSelection({ type: 'only', key: to })
      requestFocus(to)
    }
    event.preventDefault()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- cells take the focus
    <div
      ref={scroller}
      className="results"
      data-density={dense ? 'compact' : undefined}
      data-mixed={actors.length === 0 || undefined}
      role="grid"
      aria-multiselectable
      aria-label={strings.search.page}
      aria-rowcount={rows.length}
      aria-colcount={columns}
      onClick={clickCell}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="lane-rows" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div
              key={row.kind === 'actor' ? `actor ${row.actorId}` : `row ${ids[row.from] ?? row.from}`}
              role="row"
              aria-rowindex={item.index + 1}
              className="lane-row"
              style={{ translate: `0 ${item.start}px`, gap }}
            >
              {row.kind === 'actor' ? (
                <ActorHeading actorId={row.actorId} images={row.images} columns={columns} />
              ) : (
                ids
                  .slice(row.from, row.to)
                  .map((imageId, column) => (
                    <ResultCell
                      key={imageId}
                      imageId={imageId}
                      column={column + 1}
                      side={side}
                      tabStop={row.from + column === stopAt}
                    />
                  ))
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
