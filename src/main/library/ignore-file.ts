import { join, relative, sep } from 'node:path'
import ignore from 'ignore'
import { readIfThere } from './json-file.ts'

/** At the root of a library: what is not to be looked at, in the syntax of `.gitignore`. */
export const IGNORE_FILE = '.evencastignore'

/** What the library's `.evencastignore` leaves out; both take absolute paths inside the library. */
export interface IgnoreRules {
  file(path: string): boolean
  folder(path: string): boolean
}

export const NOTHING_IGNORED: IgnoreRules = { file: () => false, folder: () => false }

/** Reads the rules of the library at `root`; without the file nothing is left out. Throws UNAVAILABLE when it cannot be read. */
export async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  const bytes = await readIfThere(join(root, IGNORE_FILE))
  if (bytes === null) return NOTHING_IGNORED
  const rules = ignore({ ignorecase: false }).add(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  const matches = (path: string, end: string): boolean => {
    const way = relative(root, path).split(sep).join('/')
    return ignore.isPathValid(way) && rules.ignores(`${way}${end}`)
  }
  return { file: (path) => matches(path, ''), folder: (path) => matches(path, '/') }
}
