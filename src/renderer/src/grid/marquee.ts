import { GAP } from './layout.ts'
import type { Row } from './rows.ts'

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const boxOf = (x1: number, y1: number, x2: number, y2: number): Box => ({
  left: Math.min(x1, x2),
  top: Math.min(y1, y2),
  right: Math.max(x1, x2),
  bottom: Math.max(y1, y2),
})

/**
 * Returns the images that a rectangle in the lane's content coordinates touches. Computed from the layout alone, because tiles need not be
 * mounted.
 */
export function imagesInBox(rows: readonly Row[], tile: number, box: Box, gap = GAP): readonly string[] {
  const keys: string[] = []
  for (const row of rows) {
    if (row.kind !== 'cells' || row.low || row.top > box.bottom || row.top + tile < box.top) continue
    for (const [column, cell] of row.cells.entries()) {
      const left = column * (tile + gap)
      if (cell.kind === 'image' && left <= box.right && left + tile >= box.left) keys.push(cell.key)
    }
  }
  return keys
}
