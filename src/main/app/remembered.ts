/** Caches the last result while the arguments stay the same. */
export function remembered<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  let last: { readonly args: A; readonly made: T } | null = null
  return (...args) => {
    if (last === null || last.args.some((arg, i) => arg !== args[i])) last = { args, made: make(...args) }
    return last.made
  }
}
