import type { Cell, Group, LaneModel } from '../model/images/lanes.ts'
import { GAP, GROUP_HEADER } from './layout.ts'

export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly group: Group; readonly top: number }
  | { readonly kind: 'cells'; readonly key: string; readonly cells: readonly Cell[]; readonly top: number }

/** Cuts a lane's cells into rows of fixed height. */
export function rowsOf(model: LaneModel, columns: number, tile: number, gap = GAP): readonly Row[] {
  const rows: Row[] = []
  let top = 0
  for (const section of model.sections) {
    if (section.group) {
      rows.push({ kind: 'group', key: `group:${section.group.id}`, group: section.group, top })
      top += GROUP_HEADER
    }
    for (let start = 0; start < section.cells.length; start += columns) {
      const cells = section.cells.slice(start, start + columns)
      rows.push({ kind: 'cells', key: cells[0]?.key ?? String(top), cells, top })
      top += tile + gap
    }
  }
  return rows
}

export const rowHeight = (row: Row, tile: number, gap: number): number =>
  row.kind === 'group' ? GROUP_HEADER : tile + gap
