import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

export const MIB = 1024 * 1024

/** Windows lacks the last two, and they count as 0: it has no pipes in folders, and creating links requires a privilege. */
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants

const FLAGS = O_RDONLY | O_NONBLOCK | O_NOFOLLOW

/** ELOOP and EMLINK: a link; ENXIO: a socket. */
const LINK_OR_SOCKET = new Set<unknown>(['ELOOP', 'EMLINK', 'ENXIO'])

/** A file that is not read because of its kind or size; `message` is a sentence for the user. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError'
}

/** Bytes read at a time, so that memory follows the bytes that arrive when a file is truncated meanwhile. */
const CHUNK_BYTES = 4 * MIB

/** Returns a stamp that changes when the file is replaced or written to. */
export const fileStamp = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino}:${size}:${mtimeNs}`

interface Opened {
  readonly handle: FileHandle
  readonly bytes: number
  readonly stamp: string
}

/**
 * Opens a file for reading without blocking: a pipe, a socket or a device would hang the program, and a link may point anywhere. Throws
 * UnfitFileError for these and for a file of more than `mostBytes`; the system's error when it does not exist.
 */
export async function openRegular(file: string, mostBytes: number): Promise<Opened> {
  const handle = await open(file, FLAGS).catch((error: unknown) => {
    throw refusal(file, error)
  })
  try {
    const stats = await handle.stat({ bigint: true })
    return { handle, bytes: fitSize(file, stats, mostBytes), stamp: fileStamp(stats) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Reads a regular file. Throws as `openRegular` does. */
export const readRegular = async (file: string, mostBytes: number): Promise<Buffer<ArrayBuffer>> =>
  (await readStamped(file, mostBytes)).bytes

/** Same as `readRegular`, with the file's stamp from before it was read. */
export async function readStamped(
  file: string,
  mostBytes: number,
): Promise<{ readonly bytes: Buffer<ArrayBuffer>; readonly stamp: string }> {
  const opened = await openRegular(file, mostBytes)
  return { bytes: await readOpened(file, opened, mostBytes), stamp: opened.stamp }
}

/** Same as `readRegular`; null for a file of more than `mostBytes`. */
export async function readSmall(file: string, mostBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  const opened = await openRegular(file, Number.POSITIVE_INFINITY)
  if (opened.bytes <= mostBytes) return readOpened(file, opened, Number.POSITIVE_INFINITY)
  await opened.handle.close()
  return null
}

async function readOpened(file: string, { handle, bytes }: Opened, mostBytes: number): Promise<Buffer<ArrayBuffer>> {
  try {
    const chunks: Buffer<ArrayBuffer>[] = []
    let total = 0
    for (;;) {
      // Not from the shared pool, because the buffer may be transferred to another thread.
      const room = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(0, bytes - total) + 1))
      const { bytesRead } = await handle.read(room)
      total += bytesRead
      if (total > mostBytes) throw tooLarge(file, mostBytes)
      const chunk = room.subarray(0, bytesRead)
      // A short read at the expected size is the end of the file. Some network drives return short reads at any time.
      if (bytesRead === 0 || (bytesRead < room.length && total === bytes))
        return chunks.length === 0 ? chunk : Buffer.concat([...chunks, chunk])
      chunks.push(chunk)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Same as `readRegular`, synchronously, for a process that only decodes: asking other threads to open, stat, read and close a small image
 * takes longer than the calls themselves.
 */
export function readRegularNow(file: string, mostBytes: number): Buffer<ArrayBuffer> {
  const handle = openNow(file)
  try {
    let room = Buffer.allocUnsafeSlow(fitSize(file, fstatSync(handle), mostBytes) + 1)
    let total = 0
    for (;;) {
      // A file that is truncated meanwhile ends early; one that grows is read further.
      const bytesRead = readSync(handle, room, total, Math.min(CHUNK_BYTES, room.length - total), null)
      if (bytesRead === 0) return room.subarray(0, total)
      total += bytesRead
      if (total > mostBytes) throw tooLarge(file, mostBytes)
      if (total === room.length) room = Buffer.concat([room], total + CHUNK_BYTES)
    }
  } finally {
    closeSync(handle)
  }
}

function openNow(file: string): number {
  try {
    return openSync(file, FLAGS)
  } catch (error) {
    throw refusal(file, error)
  }
}

const refusal = (file: string, error: unknown): unknown =>
  error instanceof Error && 'code' in error && LINK_OR_SOCKET.has(error.code) ? notRegular(file, error) : error

function fitSize(file: string, stats: Stats | BigIntStats, mostBytes: number): number {
  if (!stats.isFile()) throw notRegular(file)
  if (stats.size > mostBytes) throw tooLarge(file, mostBytes)
  return Number(stats.size)
}

const notRegular = (file: string, cause?: unknown): UnfitFileError =>
  new UnfitFileError(`${file} is a link or no regular file, so it is not read. Put a file in its place.`, { cause })

const tooLarge = (file: string, mostBytes: number): UnfitFileError =>
  new UnfitFileError(
    `${basename(file)} is larger than ${Math.floor(mostBytes / MIB)} MiB, the most that is read of one. Check ${file}.`,
  )
