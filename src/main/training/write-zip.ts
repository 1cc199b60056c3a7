import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeZip } from 'client-zip'
import type { Content } from './contents.ts'

/** The same for every export: an archive of the same set is the same to the byte. */
const LONG_AGO = new Date(2020, 0, 1)

interface Entry {
  readonly name: string
  readonly read: () => Promise<Uint8Array> | string
}

/** Writes an archive as it is read: never more than one image in memory. */
export const writeZip = (file: string, contents: readonly Content[], signal?: AbortSignal): Promise<void> =>
  streamZip(
    file,
    contents.map((content) => ({
      name: content.name,
      read: () =>
        'text' in content
          ? content.text
          : readFile(content.mask && content.staged.maskFile !== null ? content.staged.maskFile : content.staged.file),
    })),
    signal,
  )

/** The same of files of a folder, by their names in it. */
export const writeZipOf = (file: string, dir: string, names: readonly string[], signal?: AbortSignal): Promise<void> =>
  streamZip(
    file,
    names.map((name) => ({ name, read: () => readFile(join(dir, name)) })),
    signal,
  )

async function streamZip(file: string, entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
  async function* inputs() {
    for (const { name, read } of entries) {
      signal?.throwIfAborted()
      yield { name, lastModified: LONG_AGO, input: await read() }
    }
  }
  await pipeline(chunksOf(makeZip(inputs())), createWriteStream(file, { flush: true }))
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}
