import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { makeZip } from 'client-zip'
import type { Content } from './contents.ts'

/** The same for every export: an archive of the same set is the same to the byte. */
const LONG_AGO = new Date(2020, 0, 1)

/** Writes an archive as it is read: never more than one image in memory. */
export async function writeZip(file: string, contents: readonly Content[], signal?: AbortSignal): Promise<void> {
  async function* entries() {
    for (const content of contents) {
      signal?.throwIfAborted()
      const input =
        'text' in content
          ? content.text
          : await readFile(
              content.mask && content.staged.maskFile !== null ? content.staged.maskFile : content.staged.file,
            )
      yield { name: content.name, lastModified: LONG_AGO, input }
    }
  }
  await pipeline(chunksOf(makeZip(entries())), createWriteStream(file))
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}
