import { makeZip } from 'client-zip'
import { openRegular } from '../kit/read-regular.ts'
import { systemCode } from '../domain/error.ts'

export interface ArchivedFile {
  /** Name within the archive; a folder comes before a slash. */
  readonly name: string
  readonly file: string
}

/**
 * Streams files as one ZIP: each is read when it is due, and stored uncompressed, since pictures do not get smaller. A file that is missing
 * by then is left out; one that cannot be read aborts the download.
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
    // The stream closes its handle at its end, or when the download is aborted.
    yield { name, lastModified: mtime, input: handle.createReadStream() }
  }
}
