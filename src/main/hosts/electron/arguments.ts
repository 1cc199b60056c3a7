import { resolve } from 'node:path'

/**
 * The folder given on the command line, absolute. Read from `argv` itself: Electron's own switches are mixed in, and its
 * command-line object lower-cases. Unpackaged, the first word is the app's folder.
 */
export function folderArgument(argv: readonly string[], isPackaged: boolean, cwd: string): string | null {
  const word = argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-'))
    .at(isPackaged ? 0 : 1)
  return word === undefined ? null : resolve(cwd, word)
}
