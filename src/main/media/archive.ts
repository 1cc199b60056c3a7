import { makeZip } from 'client-zip'
import { openRegular } from '../kit/read-regular.ts'
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
    const opened = await openRegular(file, Number.POSITIVE_INFINITY).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null
      throw error
    })
    if (!opened) continue
    const { handle } = opened
    const { mtime } = await handle.stat()
    // Streamed: closed when it is read to its end, or nobody takes it any more.
    yield { name, lastModified: mtime, input: handle.createReadStream() }
  }
}
