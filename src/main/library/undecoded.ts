import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './presence.ts'

/** What stands in a name for bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD'

/** Names that are listed and cannot be opened, since their bytes are not UTF-8 and so are not what the name says. */
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
