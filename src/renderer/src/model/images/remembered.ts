/**
 * A pure function that answers again what it answered last when it is asked with the very same values: the gallery draws lanes, and
 * every key that is pressed asks for the same ones.
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
