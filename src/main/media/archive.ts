import { readFile, stat } from 'node:fs/promises'
import { makeZip } from 'client-zip'
import { systemCode } from '../domain/error.ts'

export interface ArchivedFile {
  /** Within the archive; a folder before a slash. */
  readonly name: string
  readonly file: string
}

/**
 * Files as one ZIP, as it is sent: each is read when its turn has come, and stored as it is, since pictures do not get smaller. One that
 * has vanished meanwhile is left out; one that cannot be read breaks the download off.
 */
export const zipOf = (files: readonly ArchivedFile[]): ReadableStream<Uint8Array> => makeZip(contents(files))

async function* contents(files: readonly ArchivedFile[]) {
  for (const { name, file } of files) {
    const read = await Promise.all([readFile(file), stat(file)]).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null
      throw error
    })
    if (!read) continue
    const [input, { mtime }] = read
    yield { name, lastModified: mtime, input }
  }
}
