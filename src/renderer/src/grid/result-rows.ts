import type { Move } from './navigate.ts'

/** A row of the results: the heading of an actor, or images in the range `from` (inclusive) to `to` (exclusive). */
export type ResultRow =
  | { readonly kind: 'actor'; readonly actorId: string; readonly images: number }
  | { readonly kind: 'images'; readonly from: number; readonly to: number }

/** Divides results into rows, with a heading per actor where there are actors. */
export function resultRows(
  total: number,
  actors: readonly { readonly actorId: string; readonly images: number }[],
  columns: number,
): readonly ResultRow[] {
  const rows: ResultRow[] = []
  const cut = (from: number, to: number) => {
    for (let at = from; at < to; at += columns) rows.push({ kind: 'images', from: at, to: Math.min(at + columns, to) })
  }
  let from = 0
  for (const { actorId, images } of actors) {
    const to = Math.min(from + images, total)
    rows.push({ kind: 'actor', actorId, images })
    cut(from, to)
    from = to
  }
  cut(from, total)
  return rows
}

const isImages = (row: ResultRow | undefined): row is ResultRow & { readonly kind: 'images' } => row?.kind === 'images'

/** Returns the row that holds the image at an index; rows of images follow each other without gaps. */
export function rowOf(rows: readonly ResultRow[], index: number): number {
  let [low, high] = [0, rows.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    // A heading counts as the start of the image row below it.
    let at = middle
    while (at < high && !isImages(rows[at])) at++
    const row = rows[at]
    if (isImages(row) && row.to > index) high = middle
    else low = at + 1
  }
  let at = low
  while (at < rows.length - 1 && !isImages(rows[at])) at++
  return at
}

/** Returns the index to which the focus moves. */
export function moveIn(rows: readonly ResultRow[], index: number, move: Move, pageRows: number): number {
  const last = rows.findLast(isImages)
  const end = last ? last.to - 1 : 0
  const here = rowOf(rows, index)
  const row = rows[here]
  if (!isImages(row)) return index
  const column = index - row.from
  const vertical = (steps: number): number => {
    let target = row
    let left = Math.abs(steps)
    for (let at = here + Math.sign(steps); left > 0 && at >= 0 && at < rows.length; at += Math.sign(steps)) {
      const next = rows[at]
      if (!isImages(next)) continue
      target = next
      left--
    }
    return target === row ? index : Math.min(target.from + column, target.to - 1)
  }
  switch (move) {
    case 'left':
      return Math.max(0, index - 1)
    case 'right':
      return Math.min(end, index + 1)
    case 'up':
      return vertical(-1)
    case 'down':
      return vertical(1)
    case 'rowStart':
      return row.from
    case 'rowEnd':
      return row.to - 1
    case 'first':
      return 0
    case 'last':
      return end
    case 'pageUp':
      return vertical(-pageRows)
    case 'pageDown':
      return vertical(pageRows)
  }
}
