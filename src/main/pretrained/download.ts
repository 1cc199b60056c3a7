import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError, messageOf } from '../domain/error.ts'
import { sha256Of } from '../kit/sha256.ts'
import type { PackFile } from './packs.ts'

export interface FetchOptions {
  /** Replaces the file's own address: a server or folder with a file of this name or, for a server, at the same path. */
  readonly from?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with the number of bytes downloaded so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  readonly fetch?: typeof fetch
}

const isAddress = (from: string): boolean => /^https?:\/\//i.test(from)

/**
 * Downloads one file into `folder` and returns its path. A partial file of an earlier attempt is continued (`Range`). A file that differs
 * from the published one is deleted and throws UPSTREAM. Rejects with UNAVAILABLE when the source cannot be reached, or with the signal's
 * reason.
 */
export async function fetchPackFile(file: PackFile, folder: string, options: FetchOptions = {}): Promise<string> {
  const path = join(folder, file.name)
  const there = await bytesOf(path)
  if (there > file.bytes) await rm(path)
  if (there !== file.bytes) await bring(file, path, options)
  if ((await sha256Of(path)) === file.sha256) return path
  await rm(path, { force: true })
  throw new EvencastError(
    'UPSTREAM',
    `${file.name} is not the file that was published: its checksum differs. Nothing was installed; choose another source or try again.`,
  )
}

async function bring(file: PackFile, path: string, options: FetchOptions): Promise<void> {
  const { from = '' } = options
  if (from !== '' && !isAddress(from)) {
    const source = join(from, file.name)
    if ((await bytesOf(source)) === 0)
      throw new EvencastError(
        'NOT_FOUND',
        `There is no ${file.name} in ${from}. Download it from ${file.url} and put it there.`,
      )
    return append(path, 0, fromFolder(source), file, options)
  }
  if (from !== '' && !URL.canParse(from))
    throw new EvencastError('BAD_INPUT', `${from} is no address. Write it like https://mirror.example.`)
  const addresses = from === '' ? [file.url] : mirrored(file, from)
  for (const [at, address] of addresses.entries()) {
    const start = await bytesOf(path)
    const response = await request(address, start, options)
    if (response.status === 404 && at + 1 < addresses.length) continue
    if (!response.ok || response.body === null)
      throw new EvencastError(
        'UNAVAILABLE',
        `${new URL(address).host} answered ${response.status} for ${file.name}. Try again later, or choose another source.`,
      )
    return append(path, response.status === 206 ? start : 0, response.body, file, options)
  }
}

/** Returns the addresses to try: mirrors keep the paths of the original, a plain server has all files in one folder. */
function mirrored({ url, name }: PackFile, from: string): readonly string[] {
  const base = from.replace(/\/+$/, '')
  return [`${base}/${name}`, `${base}${new URL(url).pathname}`]
}

async function request(
  address: string,
  start: number,
  { signal, fetch: send = fetch }: FetchOptions,
): Promise<Response> {
  try {
    return await send(address, {
      headers: start > 0 ? { range: `bytes=${start}-` } : {},
      ...(signal && { signal }),
    })
  } catch (cause) {
    signal?.throwIfAborted()
    throw new EvencastError(
      'UNAVAILABLE',
      `${new URL(address).host} cannot be reached. Check the connection, or choose a mirror or a folder.`,
      { cause },
    )
  }
}

async function append(
  path: string,
  start: number,
  chunks: AsyncIterable<Uint8Array>,
  { name, bytes }: PackFile,
  { signal, onBytes }: FetchOptions,
): Promise<void> {
  await using handle = await open(path, start > 0 ? 'r+' : 'w')
  let at = start
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      if (at + chunk.length > bytes) break
      await handle.write(chunk, 0, chunk.length, at)
      at += chunk.length
      onBytes?.(at)
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new EvencastError(
      'UNAVAILABLE',
      `${name} could not be read to its end (${messageOf(cause)}). Install it again to continue where it stopped.`,
      { cause },
    )
  }
  await handle.sync()
  if (at < bytes)
    throw new EvencastError(
      'UNAVAILABLE',
      `${name} ended after ${at} of ${bytes} bytes. Install it again to continue where it stopped.`,
    )
}

async function* fromFolder(path: string): AsyncIterable<Uint8Array> {
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk
}

export const bytesOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )
