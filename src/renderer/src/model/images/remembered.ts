/**
 * Caches the last result of a pure function while its arguments are the same objects: rendering and every key press compute the same lanes.
 */
export function remembered<Arguments extends readonly unknown[], Result>(
  work: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | null = null
  return (...given) => {
    if (last?.given.length !== given.length || !given.every((value, index) => Object.is(value, last?.given[index])))
      last = { given, result: work(...given) }
    return last.result
  }
}
