import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { isImageFile } from '../domain/naming.ts'
import { ABOUT_FILE, BASE_DIR, TRAINING_DIR } from './layout.ts'

/** What one folder holds, at a glance. */
export interface FolderContents {
  readonly folders: readonly string[]
  /** Links to folders, not followed yet. */
  readonly links: readonly string[]
  readonly images: number
  readonly hasTraining: boolean
  readonly hasBase: boolean
  readonly hasAbout: boolean
}

export async function listFolder(dir: string): Promise<FolderContents> {
  const entries = await readdir(dir, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const links = await linkedFolders(dir, entries)
  const has = (name: string): boolean => folders.includes(name) || links.includes(name)
  return {
    folders,
    links,
    images: entries.filter((entry) => entry.isFile() && isImageFile(entry.name)).length,
    hasTraining: has(TRAINING_DIR),
    hasBase: has(BASE_DIR),
    hasAbout: entries.some((entry) => entry.name === ABOUT_FILE),
  }
}

/** An actor's folder as our layout has it: images in a folder of their own, or at least an identity. */
export const looksLikeActor = (seen: FolderContents): boolean => seen.hasTraining || (seen.hasBase && seen.images === 0)

/** Whether `path` is `parent` or lies in it; both absolute with links resolved. */
export function isInside(parent: string, path: string): boolean {
  const way = relative(parent, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}

/**
 * Links to folders are followed only inside the opened folder: what lies outside could not be moved to the trash in one step,
 * and may belong to something else.
 */
export async function leadsInside(root: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null)
  return real !== null && isInside(root, real)
}

async function linkedFolders(dir: string, entries: readonly Dirent[]): Promise<string[]> {
  const links = entries.filter((entry) => entry.isSymbolicLink())
  const kinds = await Promise.all(links.map((link) => stat(join(dir, link.name)).catch(() => null)))
  return links.filter((_, i) => kinds[i]?.isDirectory()).map((link) => link.name)
}
