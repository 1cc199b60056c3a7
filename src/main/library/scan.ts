import { type BigIntStats, type Dirent, lstatSync, readdirSync, statSync } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { EvencastError } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { byIndex, isImageName } from '../domain/naming.ts'
import { isSidecarFile } from '../domain/sidecars.ts'
import type { Skipped } from '../domain/skipped.ts'
import type { ActorFolder } from './layout.ts'
import { assertInside } from './path-in.ts'
import { assertPresent, isMissing, unavailable } from './presence.ts'
import { skippedIn } from './skipped-files.ts'

interface ImageFile {
  readonly filename: string
  readonly bytes: number
  /** Nanoseconds since 1970 as decimal digits: a double cannot hold them. */
  readonly mtimeNs: string
}

interface BaseFile {
  /** Absolute path. */
  readonly file: string
  readonly bytes: number
  /** `size:mtimeNs`. */
  readonly stamp: string
}

/** What lies in an actor's folder now. */
export interface ActorScan {
  /** By index: `a_2` before `a_10`. */
  readonly images: readonly ImageFile[]
  /** `size:mtimeNs` of manifest.json; null when there is none. */
  readonly manifestStamp: string | null
  /** The identity; null: nothing can be generated for this actor. */
  readonly base: BaseFile | null
  /** Every other name in the images' folder: captions, masks, the manifest, what is not read, and whatever else. */
  readonly others: readonly string[]
  /** Those of them that are plain files of a kind that belongs to an image. */
  readonly sidecars: readonly string[]
  /** What lies there and is not looked at, for people. */
  readonly skipped: readonly Skipped[]
}

/** How folders are looked at. */
export interface Disk {
  readonly readdir: (dir: string) => Promise<Dirent[]>
  readonly stat: (path: string) => Promise<BigIntStats>
  readonly lstat: (path: string) => Promise<BigIntStats>
}

const ASKED: Disk = {
  readdir: (dir) => readdir(dir, { withFileTypes: true }),
  stat: (path) => stat(path, { bigint: true }),
  lstat: (path) => lstat(path, { bigint: true }),
}

/** For a thread that has nothing else to do: to ask others for a look takes several times as long as the look. */
export const AT_ONCE: Disk = {
  readdir: async (dir) => readdirSync(dir, { withFileTypes: true }),
  stat: async (path) => statSync(path, { bigint: true }),
  lstat: async (path) => lstatSync(path, { bigint: true }),
}

/** Looks at once before others have their turn: on a drive far away each takes a millisecond. */
const LOOKS = 250

/** As `AT_ONCE`, for a thread with little else to do. */
export function atOnceInTurns(): Disk {
  let looks = 0
  const inTurn =
    <A, T>(look: (asked: A) => Promise<T>) =>
    async (asked: A): Promise<T> => {
      if (++looks % LOOKS === 0) await breathe()
      return look(asked)
    }
  return { readdir: AT_ONCE.readdir, stat: inTurn(AT_ONCE.stat), lstat: inTurn(AT_ONCE.lstat) }
}

/** More would only wait in line, and hold up everybody else when they come back together. */
const FILES_AT_ONCE = 64

export const stampOf = (stats: BigIntStats): string => `${stats.size}:${stats.mtimeNs}`

/**
 * Reads names, sizes and times; no content. Throws NOT_FOUND when the actor's own folder was removed, UNAVAILABLE when the
 * library is gone or cannot be read: only a scan that returns may be taken for what is there.
 */
export async function scanActor(folder: Omit<ActorFolder, 'about'>, disk: Disk = ASKED): Promise<ActorScan> {
  const { root, dir, imagesDir } = folder
  const isFlat = imagesDir === dir
  // What it says of the folders in it need not be asked again. One that cannot be listed is a matter of those in it.
  const outer = isFlat ? await listInside(disk, root, dir) : await list(disk, dir).catch(() => null)
  const [entries, base] = await Promise.all([
    isFlat ? outer : listInside(disk, root, imagesDir, outer),
    findBase(disk, folder, outer),
  ])
  // An empty folder may be a drive that is gone: look twice before saying so.
  if (!entries?.length) await assertActorThere(disk, folder)
  const files = (entries ?? [])
    .filter((entry) => entry.isFile() && isImageName(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !folder.ignores.file(join(imagesDir, name)))
    .sort(byIndex)
  const [stats, manifest, skipped] = await Promise.all([
    inParallel(files, FILES_AT_ONCE, (name) => statFile(disk, join(imagesDir, name))),
    // Asked for by its name: it is replaced at any time, and a listing may miss it just then.
    statOwn(disk, folder.manifestFile),
    skippedIn(folder, entries ?? [], outer ?? []),
  ])
  const isListed = new Set(files)
  return {
    images: files.flatMap((filename, i) => {
      const found = stats[i]
      return found ? [{ filename, bytes: Number(found.size), mtimeNs: String(found.mtimeNs) }] : []
    }),
    manifestStamp: manifest && stampOf(manifest),
    base,
    sidecars: (entries ?? []).filter((entry) => entry.isFile() && isSidecarFile(entry.name)).map(({ name }) => name),
    others: (entries ?? []).map(({ name }) => name).filter((name) => !isListed.has(name)),
    skipped,
  }
}

/** `{actor_id}_base.*` before any other image in the folder; null when there is none. */
async function findBase(
  disk: Disk,
  { actorId, root, baseDir }: Pick<ActorFolder, 'actorId' | 'root' | 'baseDir'>,
  outer: readonly Dirent[] | null,
): Promise<BaseFile | null> {
  const names = ((await listInside(disk, root, baseDir, outer)) ?? [])
    .filter((entry) => entry.isFile() && isImageName(entry.name))
    .map((entry) => entry.name)
    .sort(byIndex)
  const name = names.find((candidate) => candidate.startsWith(`${actorId}_base.`)) ?? names[0]
  if (name === undefined) return null
  const file = join(baseDir, name)
  const stats = await statFile(disk, file)
  return stats && { file, bytes: Number(stats.size), stamp: stampOf(stats) }
}

async function assertActorThere(disk: Disk, folder: Omit<ActorFolder, 'about'>): Promise<void> {
  await assertPresent(folder.root)
  const dir = await statFile(disk, folder.dir)
  if (!dir) throw new EvencastError('NOT_FOUND', `The folder of ${folder.actorId} is gone: ${folder.dir}.`)
}

async function list(disk: Disk, dir: string): Promise<Dirent[] | null> {
  try {
    return await disk.readdir(dir)
  } catch (error) {
    if (isMissing(error)) return null
    throw unavailable(dir, error)
  }
}

/**
 * A folder that a link has put outside the library is no part of it: it is an error, never "no images". `outer`: the entries of the
 * folder that it lies in.
 */
async function listInside(
  disk: Disk,
  root: string,
  dir: string,
  outer: readonly Dirent[] | null = null,
): Promise<Dirent[] | null> {
  const entry = outer?.find(({ name }) => name === basename(dir)) ?? (await disk.lstat(dir).catch(() => null))
  if (entry?.isSymbolicLink()) await assertInside(root, dir)
  return list(disk, dir)
}

/** As `statFile`, for what is written as well as read. Throws BAD_INPUT for anything but a regular file. */
async function statOwn(disk: Disk, file: string): Promise<BigIntStats | null> {
  const own = await disk.lstat(file).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  })
  if (own === null || own.isFile()) return own
  if (!(await statFile(disk, file))) return null
  throw new EvencastError(
    'BAD_INPUT',
    `${file} is a link or no regular file, so it is not read. Put a file in its place.`,
  )
}

/** Null when it is not there (any more). */
async function statFile(disk: Disk, file: string): Promise<BigIntStats | null> {
  try {
    return await disk.stat(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  }
}
