interface Placed {
  readonly top: number
}

export interface RowWindow {
  readonly first: number
  readonly last: number
}

/** Number of rows rendered above and below the visible ones. */
const SPARE = 2

/** Returns the index of the last row that starts at or above `y`; rows are in order. */
function rowAt(rows: readonly Placed[], y: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle]?.top ?? 0) <= y) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}

/** Returns the rows to render for a scroll position and height. */
export const windowOf = (rows: readonly Placed[], scrollTop: number, height: number): RowWindow => ({
  first: Math.max(0, rowAt(rows, scrollTop) - SPARE),
  last: Math.min(rows.length - 1, rowAt(rows, scrollTop + height) + SPARE),
})

/** Returns the scroll position that brings the row into view, or the current one when it is in view. */
export function scrollFor(
  row: { readonly top: number; readonly height: number },
  scrollTop: number,
  height: number,
): number {
  if (row.top < scrollTop) return row.top
  return Math.max(scrollTop, row.top + row.height - height)
}
