import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './presence.ts'

/** Character that replaces bytes of a name that are not UTF-8. */
const REPLACEMENT = '\uFFFD'

/** Returns listed names that cannot be opened because their bytes are not UTF-8 and the listed name differs from them. */
export async function undecodedNames(dir: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  const odd = names.filter((name) => name.includes(REPLACEMENT))
  const there = await Promise.all(
    odd.map((name) =>
      lstat(join(dir, name)).then(
        () => true,
        (error: unknown) => !isMissing(error),
      ),
    ),
  )
  return new Set(odd.filter((_, i) => !there[i]))
}
