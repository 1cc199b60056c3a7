import { memo, type MouseEvent, useMemo, useRef } from 'react'
import { strings } from '../base/strings/index.ts'
import { clickCell } from './click.ts'
import { Frame, OpenPlaces } from './Frame.tsx'
import { GroupRow } from './GroupRow.tsx'
import type { Cell, LaneModel } from '../model/images/lanes.ts'
import type { RowWindow } from './row-window.ts'
import { type Row, rowsOf } from './rows.ts'
import { useSelection } from '../model/images/selection-store.ts'
import { Tile } from './Tile.tsx'
import { useGrantedFocus } from './use-granted-focus.ts'
import { useMarquee } from './use-marquee.ts'
import { useRowWindow } from './use-row-window.ts'
import { useTileDrags } from './use-tile-drags.ts'

interface LaneGridProps {
  readonly model: LaneModel
  readonly columns: number
  readonly side: number
  readonly gap: number
}

function CellView({
  cell,
  column,
  side,
  stop,
}: {
  cell: Cell
  column: number
  side: number
  stop: string | undefined
}) {
  switch (cell.kind) {
    case 'image':
      return (
        <Tile
          image={cell.image}
          step={cell.step}
          terse={cell.terse}
          column={column}
          side={side}
          tabStop={cell.key === stop}
        />
      )
    case 'step':
      return <Frame step={cell.step} column={column} side={side} tabStop={cell.key === stop} />
  }
}

/** Maps every focusable cell to its row, so that the row with the focus stays mounted. */
function rowByKey(rows: readonly Row[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  for (const [at, row] of rows.entries()) {
    if (row.kind === 'cells') for (const cell of row.cells) index.set(cell.key, at)
  }
  return index
}

interface RowViewProps {
  readonly row: Row
  readonly index: number
  readonly side: number
  readonly gap: number
  /** Key of the cell that Tab reaches, if it is in this row. */
  readonly stop: string | undefined
}

const RowView = memo(function RowView({ row, index, side, gap, stop }: RowViewProps) {
  return (
    <div role="row" aria-rowindex={index + 1} className="lane-row" style={{ translate: `0 ${row.top}px`, gap }}>
      {row.kind === 'group' && <GroupRow group={row.group} />}
      {row.kind === 'open' && <OpenPlaces count={row.count} />}
      {row.kind === 'cells' &&
        row.cells.map((cell, column) => (
          <CellView key={cell.key} cell={cell} column={column + 1} side={side} stop={stop} />
        ))}
    </div>
  )
})

/** Returns the rows in view, and the row with the focus wherever it is. */
function drawn({ first, last }: RowWindow, stopRow: number): readonly number[] {
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n)
  if (stopRow < 0 || (stopRow >= first && stopRow <= last)) return rows
  return stopRow < first ? [stopRow, ...rows] : [...rows, stopRow]
}

/** The images of a lane: an ARIA grid that mounts only the rows in view. */
export function LaneGrid({ model, columns, side, gap }: LaneGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsOf(model, columns, side, gap), [model, columns, side, gap])
  const rowOf = useMemo(() => rowByKey(rows), [rows])
  const focusHere = useSelection((state) => (state.focus !== null && rowOf.has(state.focus) ? state.focus : null))
  const stop = focusHere ?? rowOf.keys().next().value
  const stopRow = stop === undefined ? -1 : (rowOf.get(stop) ?? -1)

  const { window, bring } = useRowWindow(scroller, rows)

  useGrantedFocus(scroller, (key) => {
    const index = rowOf.get(key)
    if (index !== undefined) bring(index)
    return index !== undefined
  })

  useTileDrags(scroller)
  const bottom = rows.at(-1)
  const height = bottom ? bottom.top + bottom.height - gap : 0

  const marquee = useMarquee(scroller, rows, side, gap)
  const onClick = (event: MouseEvent) => clickCell(event)
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- cells take the focus, the gallery the keys
    <div
      ref={scroller}
      className="lane-grid"
      role="grid"
      aria-multiselectable
      aria-label={strings.gallery.laneLabel(model.lane, model.images, model.target)}
      aria-rowcount={rows.length}
      aria-colcount={columns}
      tabIndex={stop === undefined ? 0 : -1}
      onClick={onClick}
      onPointerDown={marquee.onPointerDown}
    >
      <div role="presentation" className="lane-rows" style={{ height }}>
        {drawn(window, stopRow).map((index) => {
          const row = rows[index]
          return (
            row && (
              <RowView
                key={row.key}
                row={row}
                index={index}
                side={side}
                gap={gap}
                stop={index === stopRow ? stop : undefined}
              />
            )
          )
        })}
        {marquee.box && <div role="presentation" className="marquee" style={marquee.box} />}
      </div>
    </div>
  )
}
