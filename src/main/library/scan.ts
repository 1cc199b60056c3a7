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
  /** Nanoseconds since 1970 as decimal digits, because a double cannot hold them. */
  readonly mtimeNs: string
}

interface BaseFile {
  /** Absolute path. */
  readonly file: string
  readonly bytes: number
  /** `size:mtimeNs`. */
  readonly stamp: string
}

/** Current contents of an actor's folder. */
export interface ActorScan {
  /** Sorted by index: `a_2` before `a_10`. */
  readonly images: readonly ImageFile[]
  /** `size:mtimeNs` of manifest.json; null when there is none. */
  readonly manifestStamp: string | null
  /** Base image; without it (null) nothing can be generated for this actor. */
  readonly base: BaseFile | null
  /** All other names in the folder of images: captions, masks, the manifest, skipped files and any others. */
  readonly others: readonly string[]
  /** The regular files among them that may be sidecars. */
  readonly sidecars: readonly string[]
  /** Files that are skipped, for the user. */
  readonly skipped: readonly Skipped[]
}

/** Disk operations of a scan. */
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

/** For a thread that only scans: asking another thread takes several times as long as the call itself. */
export const AT_ONCE: Disk = {
  readdir: async (dir) => readdirSync(dir, { withFileTypes: true }),
  stat: async (path) => statSync(path, { bigint: true }),
  lstat: async (path) => lstatSync(path, { bigint: true }),
}

/** Synchronous calls before other work runs; on a distant drive each takes a millisecond. */
const LOOKS = 250

/** Same as `AT_ONCE`, for a thread with little other work. */
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

/** Files examined concurrently; more would only queue, and block other work when they return together. */
const FILES_AT_ONCE = 64

export const stampOf = (stats: BigIntStats): string => `${stats.size}:${stats.mtimeNs}`

/**
 * Reads names, sizes and times, but no content. Throws NOT_FOUND when the actor's own folder was removed, UNAVAILABLE when the library is
 * missing or cannot be read: only a scan that returns may be taken as the folder's contents.
 */
export async function scanActor(folder: Omit<ActorFolder, 'about'>, disk: Disk = ASKED): Promise<ActorScan> {
  const { root, dir, imagesDir } = folder
  const isFlat = imagesDir === dir
  // This listing covers its subfolders, which need no call of their own. When it fails, the calls for the subfolders report why.
  const outer = isFlat ? await listInside(disk, root, dir) : await list(disk, dir).catch(() => null)
  const [entries, base] = await Promise.all([
    isFlat ? outer : listInside(disk, root, imagesDir, outer),
    findBase(disk, folder, outer),
  ])
  // An empty folder may be a disconnected drive, so check again before reporting it.
  if (!entries?.length) await assertActorThere(disk, folder)
  const files = (entries ?? [])
    .filter((entry) => entry.isFile() && isImageName(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !folder.ignores.file(join(imagesDir, name)))
    .sort(byIndex)
  const [stats, manifest, skipped] = await Promise.all([
    inParallel(files, FILES_AT_ONCE, (name) => statFile(disk, join(imagesDir, name))),
    // Examined by name, because it may be replaced at any time and a listing can miss it then.
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

/** Finds `{actor_id}_base.*`, otherwise the first image in the folder; null when there is none. */
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
 * Lists a folder of the library. Throws when a link puts it outside, instead of reporting no images. `outer` has the entries of its parent
 * folder.
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

/** Same as `statFile`, for a file that is written too. Throws BAD_INPUT when it is not a regular file. */
async function statOwn(disk: Disk, file: string): Promise<BigIntStats | null> {
  const own = await disk.lstat(file).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  })
  if (own === null || own.isFile()) return own
  throw new EvencastError(
    'BAD_INPUT',
    `${file} is a link or no regular file, so it is not read. Put a file in its place.`,
  )
}

/** Returns null when the file does not exist. */
async function statFile(disk: Disk, file: string): Promise<BigIntStats | null> {
  try {
    return await disk.stat(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  }
}
