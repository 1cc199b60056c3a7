/** Size limits of a sheet, in px. */
export interface SheetFrame {
  readonly maxWidth: number
  readonly maxHeight: number
  /** Longest side of one tile, so that a few pictures do not fill the frame. */
  readonly maxTile: number
}

export interface SheetGrid {
  readonly columns: number
  readonly rows: number
  /** Side of the square tiles. */
  readonly side: number
  readonly width: number
  readonly height: number
}

/** Space around and between tiles, in px. */
export const GAP = 8

/** Returns the grid with the largest tiles for `count` pictures; on a tie the most square, then the wider one. */
export function sheetGrid(count: number, frame: SheetFrame): SheetGrid {
  const grids = Array.from({ length: Math.max(1, count) }, (_, i) => gridOf(i + 1, Math.max(1, count), frame))
  return grids.reduce((best, grid) =>
    grid.side > best.side || (grid.side === best.side && skew(grid) <= skew(best)) ? grid : best,
  )
}

/** Returns how many pictures fit with tiles of at least `minTile`. */
export function capacity(frame: SheetFrame, minTile: number): number {
  const fit = (side: number): number => Math.max(1, Math.floor((side - GAP) / (minTile + GAP)))
  return fit(frame.maxWidth) * fit(frame.maxHeight)
}

const skew = ({ columns, rows }: SheetGrid): number => Math.abs(columns - rows)

function gridOf(columns: number, count: number, { maxWidth, maxHeight, maxTile }: SheetFrame): SheetGrid {
  const rows = Math.ceil(count / columns)
  const fit = (side: number, tiles: number): number => Math.floor((side - GAP) / tiles) - GAP
  const side = Math.max(1, Math.min(maxTile, fit(maxWidth, columns), fit(maxHeight, rows)))
  return { columns, rows, side, width: columns * (side + GAP) + GAP, height: rows * (side + GAP) + GAP }
}
