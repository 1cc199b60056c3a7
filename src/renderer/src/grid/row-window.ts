interface Placed {
  readonly top: number
}

export interface RowWindow {
  readonly first: number
  readonly last: number
}

/** Rows above and below the ones in view that are drawn as well. */
const SPARE = 2

/** Index of the last row that begins at or above `y`; rows are in order. */
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

/** The rows to draw while a scroller of some height stands at `scrollTop`. */
export const windowOf = (rows: readonly Placed[], scrollTop: number, height: number): RowWindow => ({
  first: Math.max(0, rowAt(rows, scrollTop) - SPARE),
  last: Math.min(rows.length - 1, rowAt(rows, scrollTop + height) + SPARE),
})

/** Where to scroll so that the row is in view; where it stands already when it is. */
export function scrollFor(
  row: { readonly top: number; readonly height: number },
  scrollTop: number,
  height: number,
): number {
  if (row.top < scrollTop) return row.top
  return Math.max(scrollTop, row.top + row.height - height)
}
