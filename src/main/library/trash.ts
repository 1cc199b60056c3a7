import { constants } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { EvencastError, systemCode } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { syncDir, syncFile } from './durable.ts'
import { readJsonIfThere, writeJsonAtomic } from './json-file.ts'
import { isInside } from './folder-contents.ts'
import { assertInside } from './path-in.ts'
import { placeNew } from './place.ts'
import { assertPresent, isMissing, ownDir, unavailable } from './presence.ts'
import { sameContent } from '../kit/sha256.ts'
import { moveSidecar, sidecarsBeside } from './sidecar-files.ts'
import { isItemFile, isTrashId, ITEM_FILE, TrashItem, trashDir } from './trash-item.ts'

export interface Trashed {
  /** Chosen by the caller and written to its journal first: a retry with the same id after a crash completes the move. */
  readonly id: string
  /** Absolute path inside the library. */
  readonly file: string
  readonly actorId: string
  readonly entry: Readonly<Record<string, unknown>> | null
  readonly reason: string
  readonly runId: string | null
  readonly deletedAt: string
  readonly sha256?: string | undefined
  /** True when another image takes its place and name, so that its sidecars stay. */
  readonly alone?: boolean | undefined
}

interface TrashSize {
  readonly files: number
  readonly bytes: number
}

export interface Trash {
  /**
   * Moves a file to the trash: first writes its `item.json` (the intent), then renames the file, then moves its sidecars. Idempotent: a
   * repeat with the same id completes an interrupted move. Throws NOT_FOUND when the file is neither in its place nor in the trash,
   * UNAVAILABLE when the library is missing, BAD_INPUT when it is not a regular file or is outside the library.
   */
  put(what: Trashed): Promise<TrashItem>
  /** Copies any file to the trash as if it had been at `what.file`, so that `restore` puts it there. Safe to repeat. */
  take(what: Trashed, source: string): Promise<TrashItem>
  /**
   * Restores a file with its exact bytes and time, after its sidecars. Returns null when the trash has no such id, because it was restored
   * already or the trash was emptied. Throws CONFLICT when its place has other content.
   */
  restore(id: string): Promise<TrashItem | null>
  find(id: string): Promise<TrashItem | null>
  /** Returns the items, newest first. */
  list(): Promise<readonly TrashItem[]>
  /** Deletes all items, or only these, permanently. */
  empty(ids?: readonly string[]): Promise<TrashSize>
  size(): Promise<TrashSize>
}

const AT_ONCE = 16

export function createTrash(root: string): Trash {
  const base = trashDir(root)
  const dirOf = (id: string): string => {
    if (!isTrashId(id))
      throw new EvencastError('NOT_FOUND', `There is nothing called ${JSON.stringify(id)} in the trash.`)
    return join(base, id)
  }

  /** Finds an item whose file is really in the trash; an intent whose file was never moved does not count. */
  async function find(id: string): Promise<TrashItem | null> {
    const dir = dirOf(id)
    await assertInside(root, dir)
    const item = await readJsonIfThere(join(dir, ITEM_FILE), TrashItem)
    return item?.id === id && (await bytesOf(join(dir, item.filename))) !== null ? item : null
  }

  async function list(): Promise<TrashItem[]> {
    const ids = await readdir(base).catch((error: unknown) => {
      if (isMissing(error)) return assertPresent(root).then((): string[] => [])
      throw unavailable(base, error)
    })
    // A damaged item.json must not hide the others; its file stays.
    const items = await inParallel(ids.filter(isTrashId), AT_ONCE, (id) => find(id).catch(() => null))
    return items
      .filter((item) => item !== null)
      .sort((a, b) => (a.deleted_at === b.deleted_at ? a.id.localeCompare(b.id) : a.deleted_at < b.deleted_at ? 1 : -1))
  }

  async function put(what: Trashed): Promise<TrashItem> {
    const dir = dirOf(what.id)
    const done = await find(what.id)
    await assertInside(root, dirname(what.file))
    if (done) {
      await gatherSidecars(done, what.file)
      return done
    }
    const bytes = await bytesOf(what.file)
    if (bytes === null) {
      await assertPresent(root)
      throw new EvencastError('NOT_FOUND', `${what.file} is no longer there.`)
    }
    const item = { ...itemOf(what, bytes), sidecars: what.alone ? [] : [...(await sidecarsBeside(what.file))] }
    await mkdir(dir, { recursive: true })
    await writeJsonAtomic(join(dir, ITEM_FILE), item)
    await syncDir(base)
    await rename(what.file, join(dir, item.filename)).catch((error: unknown) => {
      throw moveFailed(item.filename, error)
    })
    await gatherSidecars(item, what.file)
    await Promise.all([syncDir(dir), syncDir(dirname(what.file))])
    return item
  }

  /** Moves the sidecars after the image: a caption left behind by a crash is then an orphan, and a repeat moves it. */
  async function gatherSidecars({ id, sidecars }: TrashItem, file: string): Promise<void> {
    for (const name of sidecars) await moveSidecar(join(dirname(file), name), join(dirOf(id), name))
  }

  const itemOf = (what: Trashed, bytes: number): TrashItem => ({
    id: what.id,
    actor_id: what.actorId,
    original: originalOf(root, what.file),
    filename: basename(what.file),
    entry: what.entry,
    reason: what.reason,
    run_id: what.runId,
    deleted_at: what.deletedAt,
    bytes,
    ...(what.sha256 !== undefined && { sha256: what.sha256 }),
    sidecars: [],
  })

  async function take(what: Trashed, source: string): Promise<TrashItem> {
    await assertPresent(root)
    const dir = dirOf(what.id)
    const done = await find(what.id)
    if (done) return done
    await mkdir(dir, { recursive: true })
    const file = join(dir, basename(what.file))
    // Remove the part of an interrupted copy.
    await rm(file, { force: true })
    await copyFile(source, file, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    // The source may have been read-only, but the copy is ours.
    await chmod(file, 0o644)
    await syncFile(file)
    const item = itemOf(what, (await lstat(file)).size)
    await writeJsonAtomic(join(dir, ITEM_FILE), item)
    await Promise.all([syncDir(dir), syncDir(base)])
    return item
  }

  async function restore(id: string): Promise<TrashItem | null> {
    const item = await find(id)
    if (!item) return null
    const held = join(dirOf(id), item.filename)
    const target = resolve(root, item.original)
    if (isInside(ownDir(root), target) || basename(target) !== item.filename) {
      throw new EvencastError(
        'CONFLICT',
        `${item.filename} cannot be restored: its recorded place is not one of an image of this library.`,
      )
    }
    await assertPresent(root)
    await assertInside(root, dirname(target))
    await mkdir(dirname(target), { recursive: true })
    // Restore sidecars before the image: while the image is in the trash, this can be repeated.
    for (const name of item.sidecars) await moveSidecar(join(dirOf(id), name), join(dirname(target), name))
    try {
      await placeNew(held, target)
    } catch (error) {
      if (!(error instanceof EvencastError) || !(await sameContent(held, target))) throw error
      await unlink(held)
    }
    await remove(dirOf(id))
    return item
  }

  async function empty(ids?: readonly string[]): Promise<TrashSize> {
    const chosen = ids && new Set(ids)
    const items = (await list()).filter((item) => !chosen || chosen.has(item.id))
    for (const item of items) {
      // Delete the file first: without it an item counts as removed, so an interruption does no harm.
      await rm(join(dirOf(item.id), item.filename), { force: true })
      for (const name of item.sidecars) await rm(join(dirOf(item.id), name), { force: true })
      await remove(dirOf(item.id))
    }
    if (!chosen) await sweep()
    return sum(items)
  }

  /** Removes what an interrupted `empty` left of an item, but no intent whose file is still in its place. */
  async function sweep(): Promise<void> {
    for (const id of (await readdir(base).catch(() => [])).filter(isTrashId)) {
      const item = await assertInside(root, dirOf(id))
        .then(() => readJsonIfThere(join(dirOf(id), ITEM_FILE), TrashItem))
        .catch(() => null)
      if (item?.id !== id || (await isAnything(join(dirOf(id), item.filename)))) continue
      if (await isAnything(join(root, item.original))) continue
      for (const name of item.sidecars) await rm(join(dirOf(id), name), { force: true })
      await remove(dirOf(id))
    }
  }

  return { put, take, restore, find, list, empty, size: async () => sum(await list()) }
}

const sum = (items: readonly TrashItem[]): TrashSize => ({
  files: items.length,
  bytes: items.reduce((total, item) => total + item.bytes, 0),
})

function originalOf(root: string, file: string): string {
  const way = relative(root, file)
  const legal =
    !isAbsolute(way) && isInside(root, file) && !isInside(ownDir(root), file) && basename(file) !== ITEM_FILE
  if (!legal || way === '') throw new EvencastError('BAD_INPUT', `${file} is not in the library.`)
  return way.split(sep).join('/')
}

/** Returns a file's size; null when it does not exist. Throws BAD_INPUT when it is not a regular file. */
async function bytesOf(file: string): Promise<number | null> {
  const stats = await lstat(file).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  })
  if (!stats || stats.isFile()) return stats && stats.size
  throw new EvencastError('BAD_INPUT', `${basename(file)} is no regular file, so it cannot go to the trash.`)
}

/** Returns true unless the path certainly does not exist. */
const isAnything = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  )

/** Removes the folder of an item without files; foreign files in it stay, and so does the folder then. */
async function remove(dir: string): Promise<void> {
  const names = await readdir(dir)
  for (const name of names.filter(isItemFile)) await unlink(join(dir, name))
  await rmdir(dir).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error
  })
  await syncDir(dirname(dir))
}

function moveFailed(filename: string, error: unknown): EvencastError {
  const code = systemCode(error)
  return new EvencastError(
    'UNAVAILABLE',
    code === 'EXDEV'
      ? `${filename} is on another drive than the library's trash and cannot be moved there. Move the actor's folder to the library's drive.`
      : `${filename} cannot be moved to the trash (${code}). Check the permissions of its folder.`,
    { cause: error },
  )
}
