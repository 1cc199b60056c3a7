import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLink } from './deep-link.ts'

/** What a start was asked to open. */
export interface Asked {
  /** Absolute; null when none was named. */
  readonly folder: string | null
  /** An `evencast:` address, which anybody may have written. */
  readonly link: string | null
}

/**
 * Read from `argv` itself: Electron's own switches are mixed in, and its command-line object lower-cases. Unpackaged, the first word
 * is the app's folder. File managers may hand over a `file:` address.
 */
export function askedFor(argv: readonly string[], isPackaged: boolean, cwd: string): Asked {
  const word = argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-'))
    .at(isPackaged ? 0 : 1)
  if (word === undefined) return { folder: null, link: null }
  if (isLink(word)) return { folder: null, link: word }
  return { folder: word.startsWith('file://') ? folderAt(word) : resolve(cwd, word), link: null }
}

/** Null for an address of another computer, or one that is none: the app starts without a folder then. */
function folderAt(address: string): string | null {
  try {
    return fileURLToPath(address)
  } catch {
    return null
  }
}
