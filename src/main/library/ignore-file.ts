import { join, relative, sep } from 'node:path'
import ignore from 'ignore'
import { readIfThere } from './json-file.ts'

/** File at the root of a library that lists what to skip, in the syntax of `.gitignore`. */
const IGNORE_FILE = '.evencastignore'

/** Rules of the library's `.evencastignore`; both functions take absolute paths inside the library. */
export interface IgnoreRules {
  /** Text of the file, from which another thread can build the same rules. */
  readonly text: string
  file(path: string): boolean
  folder(path: string): boolean
}

export const NOTHING_IGNORED: IgnoreRules = { text: '', file: () => false, folder: () => false }

/** Reads the rules of the library at `root`; without the file nothing is skipped. Throws UNAVAILABLE when it cannot be read. */
export async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  const bytes = await readIfThere(join(root, IGNORE_FILE))
  return bytes === null ? NOTHING_IGNORED : ignoreRules(root, bytes.toString('utf8').replace(/^\uFEFF/, ''))
}

export function ignoreRules(root: string, text: string): IgnoreRules {
  if (text === '') return NOTHING_IGNORED
  const rules = ignore({ ignorecase: false }).add(text)
  const matches = (path: string, end: string): boolean => {
    const way = relative(root, path).split(sep).join('/')
    return ignore.isPathValid(way) && rules.ignores(`${way}${end}`)
  }
  return { text, file: (path) => matches(path, ''), folder: (path) => matches(path, '/') }
}
