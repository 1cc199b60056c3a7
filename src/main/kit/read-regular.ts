import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

export const MIB = 1024 * 1024

/** Windows knows neither of the last two, where they count as 0: it has no pipes in folders, nor links that just anyone may make. */
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants

const FLAGS = O_RDONLY | O_NONBLOCK | O_NOFOLLOW

/** ELOOP and EMLINK: a link; ENXIO: a socket. */
const LINK_OR_SOCKET = new Set<unknown>(['ELOOP', 'EMLINK', 'ENXIO'])

/** A file that is not read for what it is: `message` is a sentence for people. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError'
}

/** Bytes asked for at once: a file that is being truncated does not hold back what it promised. */
const CHUNK_BYTES = 4 * MIB

/** As long as a file has it, it was neither replaced nor written to. */
export const fileStamp = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino}:${size}:${mtimeNs}`

interface Opened {
  readonly handle: FileHandle
  readonly bytes: number
  readonly stamp: string
}

/**
 * Opens a file for reading without waiting for anybody: a pipe, a socket or a device would hang the program, and a link may lead
 * anywhere. Throws UnfitFileError for these and for a file of more than `mostBytes`; the system's error for one that is not there.
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

/** All of a regular file, as `openRegular` takes it. */
export const readRegular = async (file: string, mostBytes: number): Promise<Buffer<ArrayBuffer>> =>
  (await readStamped(file, mostBytes)).bytes

/** As `readRegular`, with the stamp that the file had before it was read. */
export async function readStamped(
  file: string,
  mostBytes: number,
): Promise<{ readonly bytes: Buffer<ArrayBuffer>; readonly stamp: string }> {
  const opened = await openRegular(file, mostBytes)
  return { bytes: await readOpened(file, opened, mostBytes), stamp: opened.stamp }
}

/** As `readRegular`; null for a file of more than `mostBytes`. */
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
      // Never of the shared pool: the bytes may be handed on to another thread as a whole.
      const room = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(0, bytes - total) + 1))
      const { bytesRead } = await handle.read(room)
      total += bytesRead
      if (total > mostBytes) throw tooLarge(file, mostBytes)
      const chunk = room.subarray(0, bytesRead)
      // Less than was asked for, and as many as it had: that was the end. Some network drives give less at any time.
      if (bytesRead === 0 || (bytesRead < room.length && total === bytes))
        return chunks.length === 0 ? chunk : Buffer.concat([...chunks, chunk])
      chunks.push(chunk)
    }
  } finally {
    await handle.close()
  }
}

/**
 * As `readRegular`, for a process that decodes: it has nothing else to do meanwhile, and to ask other threads to open, look at, read and
 * close a small image takes longer than the four of them.
 */
export function readRegularNow(file: string, mostBytes: number): Buffer<ArrayBuffer> {
  const handle = openNow(file)
  try {
    let room = Buffer.allocUnsafeSlow(fitSize(file, fstatSync(handle), mostBytes) + 1)
    let total = 0
    for (;;) {
      // A file that is being truncated does not hold back what it promised; one that grows is read on.
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
