import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EvencastError } from '../domain/error.ts'

/** An external file that may be added to an actor. */
export interface IncomingFile {
  /** Name for messages only. */
  readonly name: string
  readonly path: string
}

/** Files dropped on a window, which names them by random ids so that no page can request a path of its choice. Kept in memory only. */
export interface Incoming {
  /** Grants access to a file where it is; returns its id. */
  grant(path: string): string
  /** Receives a file; it is kept until it is added or the program restarts. Throws LIMIT when it is too large. */
  receive(name: string, body: AsyncIterable<Uint8Array>): Promise<string>
  /** Returns the files of these ids. Throws NOT_FOUND for an unknown or dropped id. */
  files(fileIds: readonly string[]): IncomingFile[]
  /** Forgets these ids; received files are deleted. */
  drop(fileIds: readonly string[]): Promise<void>
}

const MOST_BYTES = 64 * 1024 * 1024

export function createIncoming(dir: string): Incoming {
  const known = new Map<string, IncomingFile & { readonly received: boolean }>()
  // Deletes files that an earlier process received and never added.
  const cleared = rm(dir, { recursive: true, force: true })

  return {
    grant(path) {
      const fileId = randomUUID()
      known.set(fileId, { name: basename(path), path, received: false })
      return fileId
    },
    async receive(name, body) {
      await cleared
      await mkdir(dir, { recursive: true })
      const fileId = randomUUID()
      const path = join(dir, fileId)
      let bytes = 0
      try {
        await pipeline(
          Readable.from(body),
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              bytes += chunk.byteLength
              if (bytes > MOST_BYTES)
                throw new EvencastError('LIMIT', `${name} is larger than 64 MB. Make it smaller first.`)
              yield chunk
            }
          },
          createWriteStream(path, { flags: 'wx' }),
        )
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      known.set(fileId, { name: basename(name), path, received: true })
      return fileId
    },
    files: (fileIds) =>
      fileIds.map((fileId) => {
        const file = known.get(fileId)
        if (file) return file
        throw new EvencastError('NOT_FOUND', 'One of these files is no longer available. Drop them again.')
      }),
    async drop(fileIds) {
      for (const fileId of fileIds) {
        const file = known.get(fileId)
        known.delete(fileId)
        if (file?.received) await rm(file.path, { force: true })
      }
    },
  }
}
