import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLink } from './deep-link.ts'

/** The folder or link that a start of the app was given. */
export interface Asked {
  /** Absolute path; null when none was given. */
  readonly folder: string | null
  /** An `evencast:` address. It is untrusted. */
  readonly link: string | null
}

/**
 * Parses `argv` itself, because Electron's command-line object adds its own switches and changes words to lower case. Unpackaged, the first
 * word is the app's folder. File managers may pass a `file:` address.
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

/** Returns null for an invalid address or one of another computer; the app then starts without a folder. */
function folderAt(address: string): string | null {
  try {
    return fileURLToPath(address)
  } catch {
    return null
  }
}
