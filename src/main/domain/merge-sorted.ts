/**
 * Merges sorted lists; among equal items those of the earlier list come first. A generator, so that the caller may pause between two steps:
 * each step handles at most `stride` items.
 */
export function* mergeSorted<T>(
  lists: readonly (readonly T[])[],
  compare: (a: T, b: T) => number,
  stride: number,
): Generator<undefined, readonly T[]> {
  let runs: readonly (readonly T[])[] = lists
  let handled = 0
  while (runs.length > 1) {
    const next: (readonly T[])[] = []
    for (let at = 0; at < runs.length; at += 2) {
      const [left = [], right = []] = [runs[at], runs[at + 1]]
      const merged: T[] = []
      let [i, j] = [0, 0]
      while (i < left.length || j < right.length) {
        const [a, b] = [left[i], right[j]]
        const takeLeft = j >= right.length || (i < left.length && compare(a as T, b as T) <= 0) // both are there
        merged.push((takeLeft ? a : b) as T)
        if (takeLeft) i++
        else j++
        if (++handled % stride === 0) yield
      }
      next.push(merged)
    }
    runs = next
  }
  return runs[0] ?? []
}
