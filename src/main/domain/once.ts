/** Makes something when it is first asked for, and keeps it: for what takes long to make and few need. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
