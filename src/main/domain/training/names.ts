/**
 * Returns a name that every file system, archive and configuration file accepts: ASCII letters, digits, `-` and `_`; "set" when nothing of
 * the name remains.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
  return plain.slice(0, 80) || 'set'
}

/** Returns the `safeName` of each, with a number where two would be equal on a file system that ignores case. */
export function safeNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    names.map((name) => {
      const plain = safeName(name)
      let free = plain
      for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${plain}-${n}`
      taken.add(free.toLowerCase())
      return [name, free]
    }),
  )
}

/** Returns `0001`: sorts numerically, and has no word that a loader could take for a split. */
export const numbered = (n: number): string => String(n).padStart(4, '0')
