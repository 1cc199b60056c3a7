import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { isImageFile } from '../domain/naming.ts'
import { ABOUT_FILE, BASE_DIR, TRAINING_DIR } from './layout.ts'

/** Summary of one folder's contents. */
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

/** Returns true for an actor's folder in our layout: images in a subfolder, or at least a base image. */
export const looksLikeActor = (seen: FolderContents): boolean => seen.hasTraining || (seen.hasBase && seen.images === 0)

/** Returns true when `path` is `parent` or inside it; both absolute with links resolved. */
export function isInside(parent: string, path: string): boolean {
  const way = relative(parent, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}

/**
 * Returns true when a path stays inside the opened folder. Only such links are followed: files outside could not be moved to the trash in
 * one step, and may belong to something else.
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
