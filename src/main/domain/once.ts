/** Creates a value on first use and keeps it: for values that are slow to create and rarely needed. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
