/** Focusable keys of a lane, row by row, without empty rows. */
export type KeyGrid = readonly (readonly string[])[]

export type Move = 'left' | 'right' | 'up' | 'down' | 'rowStart' | 'rowEnd' | 'first' | 'last' | 'pageUp' | 'pageDown'

export interface Position {
  readonly lane: number
  readonly key: string
}

const clamp = (value: number, last: number) => Math.max(0, Math.min(last, value))

function locate(grid: KeyGrid, key: string): { row: number; column: number } {
  for (const [row, keys] of grid.entries()) {
    const column = keys.indexOf(key)
    if (column >= 0) return { row, column }
  }
  return { row: 0, column: 0 }
}

/** Finds the next lane that is not empty and returns the same row at its near edge. */
function across(lanes: readonly KeyGrid[], from: Position, row: number, step: 1 | -1): Position {
  for (let lane = from.lane + step; lane >= 0 && lane < lanes.length; lane += step) {
    const grid = lanes[lane] ?? []
    const keys = grid[clamp(row, grid.length - 1)]
    const key = step === 1 ? keys?.[0] : keys?.at(-1)
    if (key !== undefined) return { lane, key }
  }
  return from
}

/** Returns the next focus position: inside a lane as in the ARIA grid pattern, and at its edges in the neighbouring lane. */
export function navigate(lanes: readonly KeyGrid[], from: Position, move: Move, pageRows: number): Position {
  const grid = lanes[from.lane] ?? []
  const { row, column } = locate(grid, from.key)
  const lastRow = grid.length - 1
  const at = (toRow: number, toColumn: number): Position => {
    const keys = grid[clamp(toRow, lastRow)] ?? []
    return { lane: from.lane, key: keys[clamp(toColumn, keys.length - 1)] ?? from.key }
  }
  const width = grid[row]?.length ?? 1
  switch (move) {
    case 'left':
      return column > 0 ? at(row, column - 1) : across(lanes, from, row, -1)
    case 'right':
      return column < width - 1 ? at(row, column + 1) : across(lanes, from, row, 1)
    case 'up':
      return row > 0 ? at(row - 1, column) : from
    case 'down':
      return row < lastRow ? at(row + 1, column) : from
    case 'rowStart':
      return at(row, 0)
    case 'rowEnd':
      return at(row, width - 1)
    case 'first':
      return at(0, 0)
    case 'last':
      return at(lastRow, Number.MAX_SAFE_INTEGER)
    case 'pageUp':
      return at(row - pageRows, column)
    case 'pageDown':
      return at(row + pageRows, column)
  }
}
