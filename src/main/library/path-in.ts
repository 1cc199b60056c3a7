import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { isPlainName } from '../domain/naming.ts'
import { isInside } from './folder-contents.ts'
import { isMissing, unavailable } from './presence.ts'

/**
 * Joins a folder of the library and a name; the only way to build a path that is written, moved or deleted. Names come from catalogs,
 * plans, manifests, stores and windows, none of which can be trusted. Throws BAD_INPUT for a name that is more than a name, and when the
 * folder is outside the library; the folder itself need not exist yet.
 */
export async function pathIn(root: string, folder: string, name: string): Promise<string> {
  assertPlainName(name)
  await assertInside(root, folder)
  return join(folder, name)
}

export function assertPlainName(name: string): void {
  if (isPlainName(name)) return
  throw new EvencastError('BAD_INPUT', `${JSON.stringify(name)} is no file name: it leads to another folder.`)
}

/** Throws BAD_INPUT when a folder, or its nearest existing parent, is really outside the library. `root` has its links resolved. */
export async function assertInside(root: string, folder: string): Promise<void> {
  const real = isInside(root, folder) ? await realPathOf(root, folder) : null
  if (real !== null && isInside(root, real)) return
  throw new EvencastError('BAD_INPUT', `${folder} leads out of the library ${root}. Replace the link by a folder.`)
}

/** Returns null for a link whose target is missing: a write would go through it as soon as the target exists. */
async function realPathOf(root: string, folder: string): Promise<string | null> {
  try {
    return await realpath(folder)
  } catch (error) {
    if (!isMissing(error) || folder === root) throw unavailable(folder, error)
    return (await isLink(folder)) ? null : realPathOf(root, dirname(folder))
  }
}

/** Resolves the links of a path that need not exist yet. */
export async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  if (real !== null || dirname(path) === path) return real ?? path
  return join(await realPlace(dirname(path)), basename(path))
}

export const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  )
