import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { FleetColumn, FleetRow } from '../../../../main/contract/fleet-columns.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { FleetCell } from './FleetCell.tsx'
import { FLEET_ID, itemId } from './focus.ts'
import { onFleetClick, onFleetKey } from './keys.ts'
import { shownColumns, useFleet } from '../../model/fleet/fleet-store.ts'
import { useFleetSelection } from '../../model/fleet/selection-store.ts'
import { TableHead } from './TableHead.tsx'
import { type Tracks, tracksOf } from './widths.ts'
import './fleet-table.css'

const ROW = 40
const HEAD = 34

interface TableRowProps {
  readonly row: FleetRow
  readonly columns: readonly FleetColumn[]
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
      className="fleet-row fleet-row-cells"
      data-actor-id={actorId}
      data-state={state}
      data-focus={focused || undefined}
      style={{ translate: `0 ${top}px`, ...tracks }}
      onClick={(event) => onFleetClick(event, actorId, order)}
      onDoubleClick={() => openActor(actorId)}
    >
      {columns.map((column) => (
        <div key={column} role="gridcell" className="fleet-td num" data-column={column}>
          <FleetCell row={row} column={column} />
        </div>
      ))}
    </div>
  )
})

interface FleetTableProps {
  readonly rows: readonly FleetRow[]
  readonly order: readonly string[]
}

/** All actors as a grid of ten thousand rows, of which those in view are in the document. */
export function FleetTable({ rows, order }: FleetTableProps) {
  const hidden = useFleet((state) => state.hidden)
  const columns = useMemo(() => shownColumns(hidden), [hidden])
  const tracks = useMemo(() => tracksOf(columns), [columns])
  const selected = useFleetSelection((state) => state.selected)
  const focus = useFleetSelection((state) => state.focus)
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
      id={FLEET_ID}
      className="fleet-table"
      role="grid"
      tabIndex={0}
      aria-label={strings.fleetView.grid}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        active !== undefined && visible.some((item) => item.index === at) ? itemId(active) : undefined
      }
      data-columns={columns.join(' ')}
      onKeyDown={(event) => {
        const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD) / ROW) - 1)
        onFleetKey(event, { order, columns: 1, page })
      }}
    >
      <TableHead columns={columns} tracks={tracks} />
      <div
        role="rowgroup"
        className="fleet-body"
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
