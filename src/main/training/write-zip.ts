import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { makeZip } from 'client-zip'
import type { Content } from './contents.ts'

/** Fixed date, so that archives of the same set are identical to the byte. */
const LONG_AGO = new Date(2020, 0, 1)

export interface ZipInput {
  readonly name: string
  readonly read: () => Promise<Uint8Array> | string
}

/** Writes an archive while the files are read, with never more than one image in memory. */
export function writeZip(file: string, contents: readonly Content[], signal?: AbortSignal): Promise<void> {
  const entries = contents.map((content) => ({
    name: content.name,
    read: () =>
      'text' in content
        ? content.text
        : readFile(content.mask && content.staged.maskFile !== null ? content.staged.maskFile : content.staged.file),
  }))
  return pipeline(zipChunks(entries, signal), createWriteStream(file, { flush: true }))
}

/** Yields an archive chunk by chunk. */
export function zipChunks(entries: readonly ZipInput[], signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  async function* inputs() {
    for (const { name, read } of entries) {
      signal?.throwIfAborted()
      yield { name, lastModified: LONG_AGO, input: await read() }
    }
  }
  return chunksOf(makeZip(inputs()))
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}
