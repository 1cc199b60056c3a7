import type { Group } from '../model/images/groups.ts'
import type { Cell, LaneModel } from '../model/images/lanes.ts'
import { FRAME_HEIGHT, GAP, GROUP_HEADER, OPEN_GAP, openHeight } from './layout.ts'

interface Placed {
  readonly key: string
  readonly top: number
  /** Includes the gap below. */
  readonly height: number
}

export type Row = Placed &
  (
    | { readonly kind: 'group'; readonly group: Group }
    | { readonly kind: 'cells'; readonly cells: readonly Cell[]; readonly low: boolean }
    | { readonly kind: 'open'; readonly count: number }
  )

/** Divides the content of a lane into rows of known height. */
export function rowsOf(model: LaneModel, columns: number, tile: number, gap = GAP): readonly Row[] {
  const rows: Row[] = []
  let top = 0
  for (const { group, cells, low } of model.sections) {
    if (group) {
      rows.push({ kind: 'group', key: `group:${group.id}`, group, top, height: GROUP_HEADER })
      top += GROUP_HEADER
    }
    const height = (low ? FRAME_HEIGHT : tile) + gap
    for (let start = 0; start < cells.length; start += columns) {
      const row = cells.slice(start, start + columns)
      rows.push({ kind: 'cells', key: row[0]?.key ?? String(top), cells: row, low, top, height })
      top += height
    }
  }
  if (model.open > 0) {
    const height = openHeight(model.open, columns, tile, gap)
    rows.push({ kind: 'open', key: 'open', count: model.open, top: top + (top > 0 ? OPEN_GAP : 0), height })
  }
  return rows
}
