import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isImageFile, isOtherPicture } from '../domain/naming.ts'
import { type Skipped, skippedOf } from '../domain/skipped.ts'
import { isSystemFile, isSystemFolder } from '../domain/system-names.ts'
import { leadsInside } from './folder-contents.ts'
import { type ActorFolder, BASE_DIR, TRAINING_DIR } from './layout.ts'
import { undecodedNames } from './undecoded.ts'

type Found = Parameters<typeof skippedOf>[0][number]

/** Depth to which subfolders are searched; a trainer's export has two levels. */
const DEPTH = 8

const isPicture = (name: string): boolean => isImageFile(name) || isOtherPicture(name)

/** Returns the files that are skipped in an actor's folder, given the entries of its folder of images and of the folder itself. */
export async function skippedIn(
  folder: Omit<ActorFolder, 'about'>,
  entries: readonly Dirent[],
  beside: readonly Dirent[],
): Promise<readonly Skipped[]> {
  const { imagesDir, dir, ignores } = folder
  const undecoded = await undecodedNames(
    imagesDir,
    entries.map(({ name }) => name),
  )
  const own = new Set(imagesDir === dir ? [BASE_DIR, TRAINING_DIR] : [])
  const inside = await inFolders(imagesDir, entries, own)
  const files = entries.flatMap((entry): Found[] => {
    const { name } = entry
    if (entry.isDirectory() && !undecoded.has(name)) return []
    if (isSystemFile(name)) return [{ reason: 'system', name }]
    if (undecoded.has(name)) return [{ reason: 'name', name }]
    if (!isPicture(name)) return []
    if (ignores.file(join(imagesDir, name))) return [{ reason: 'ignored', name }]
    if (!entry.isFile()) return [{ reason: 'link', name }]
    return isOtherPicture(name) ? [{ reason: 'format', name }] : []
  })
  const linked = await inLinkedFolders(imagesDir, entries)
  return skippedOf([...files, ...linked, ...inside, ...(imagesDir === dir ? [] : await besideImages(dir))])

  /** Finds links to folders with pictures, as long as they stay in the library; other links are not followed. */
  async function inLinkedFolders(parent: string, those: readonly Dirent[]): Promise<Found[]> {
    const links = those.filter((entry) => entry.isSymbolicLink() && !isPicture(entry.name) && !own.has(entry.name))
    const counted = await Promise.all(
      links.map(async ({ name }): Promise<Found> => {
        const inLibrary = await leadsInside(folder.root, join(parent, name))
        return { reason: 'link', name, count: inLibrary ? await picturesIn(join(parent, name), 1) : 0 }
      }),
    )
    return counted.filter(({ count }) => count !== 0)
  }

  async function inFolders(parent: string, those: readonly Dirent[], except: ReadonlySet<string>): Promise<Found[]> {
    const named = those.filter((entry) => entry.isDirectory() && !isSystemFolder(entry.name) && !except.has(entry.name))
    const counted = await Promise.all(
      named.map(async ({ name }): Promise<Found> => {
        const reason = ignores.folder(join(parent, name)) ? 'ignored' : 'folder'
        return { reason, name, count: await picturesIn(join(parent, name), DEPTH) }
      }),
    )
    return counted.filter(({ count }) => count !== 0)
  }

  /** Finds pictures in the actor's folder itself, or in folders next to its own two. */
  async function besideImages(actorDir: string): Promise<Found[]> {
    const loose = beside.filter(
      ({ name }) => isPicture(name) && !isSystemFile(name) && !ignores.file(join(actorDir, name)),
    )
    const elsewhere = await inFolders(actorDir, beside, new Set([BASE_DIR, TRAINING_DIR]))
    return [
      ...(loose.length > 0 ? [{ reason: 'folder' as const, name: `beside ${TRAINING_DIR}`, count: loose.length }] : []),
      ...elsewhere,
    ]
  }
}

/** Counts the pictures below a folder; unreadable folders count as empty. */
async function picturesIn(dir: string, depth: number): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const here = entries.filter(({ name }) => isPicture(name) && !isSystemFile(name)).length
  if (depth <= 1) return here
  const folders = entries.filter((entry) => entry.isDirectory() && !isSystemFolder(entry.name))
  const below = await Promise.all(folders.map(({ name }) => picturesIn(join(dir, name), depth - 1)))
  return here + below.reduce((sum, count) => sum + count, 0)
}
