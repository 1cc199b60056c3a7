import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { ActorColumn, ActorRow } from '../../../../main/contract/actor-columns.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { ActorCell } from './ActorCell.tsx'
import { ACTORS_ID, itemId } from './focus.ts'
import { onActorClick, onActorKey } from './keys.ts'
import { shownColumns, useAllActors } from '../../model/all-actors/all-actors-store.ts'
import { useActorSelection } from '../../model/all-actors/selection-store.ts'
import { TableHead } from './TableHead.tsx'
import { type Tracks, tracksOf } from './widths.ts'
import './actors-table.css'

const ROW = 40
const HEAD = 34

interface TableRowProps {
  readonly row: ActorRow
  readonly columns: readonly ActorColumn[]
  readonly tracks: Tracks
  readonly order: readonly string[]
  readonly index: number
  readonly top: number
  readonly selected: boolean
  readonly focused: boolean
}

const TableRow = memo(function TableRow({ row, columns, tracks, order, index, top, selected, focused }: TableRowProps) {
  const { actorId, state } = row.actor
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid takes the keys and the focus
    <div
      id={itemId(actorId)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className="actors-row actors-row-cells"
      data-actor-id={actorId}
      data-state={state}
      data-focus={focused || undefined}
      style={{ translate: `0 ${top}px`, ...tracks }}
      onClick={(event) => onActorClick(event, actorId, order)}
      onDoubleClick={() => openActor(actorId)}
    >
      {columns.map((column) => (
        <div key={column} role="gridcell" className="actors-td num" data-column={column}>
          <ActorCell row={row} column={column} />
        </div>
      ))}
    </div>
  )
})

interface ActorsTableProps {
  readonly rows: readonly ActorRow[]
  readonly order: readonly string[]
}

/** All actors as an ARIA grid that mounts only the rows in view. */
export function ActorsTable({ rows, order }: ActorsTableProps) {
  const hidden = useAllActors((state) => state.hidden)
  const columns = useMemo(() => shownColumns(hidden), [hidden])
  const tracks = useMemo(() => tracksOf(columns), [columns])
  const selected = useActorSelection((state) => state.selected)
  const focus = useActorSelection((state) => state.focus)
  const scroller = useRef<HTMLDivElement>(null)
  const at = Math.max(0, focus === null ? 0 : order.indexOf(focus))
  const items = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 6,
    useFlushSync: false,
  })
  useEffect(() => {
    if (focus !== null) items.scrollToIndex(at)
  }, [focus]) // oxlint-disable-line react/exhaustive-deps -- a list that re-sorts must not jump under the pointer
  const visible = items.getVirtualItems()
  const active = order[at]
  return (
    <div
      ref={scroller}
      id={ACTORS_ID}
      className="actors-table"
      role="grid"
      tabIndex={0}
      aria-label={strings.allActors.grid}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        active !== undefined && visible.some((item) => item.index === at) ? itemId(active) : undefined
      }
      data-columns={columns.join(' ')}
      onKeyDown={(event) => {
        const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD) / ROW) - 1)
        onActorKey(event, { order, columns: 1, page })
      }}
    >
      <TableHead columns={columns} tracks={tracks} />
      <div
        role="rowgroup"
        className="actors-body"
        style={{ height: items.getTotalSize() - HEAD, minWidth: tracks.minWidth }}
      >
        {visible.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <TableRow
                key={row.actor.actorId}
                row={row}
                columns={columns}
                tracks={tracks}
                order={order}
                index={item.index}
                top={item.start - HEAD}
                selected={selected.has(row.actor.actorId)}
                focused={item.index === at}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
