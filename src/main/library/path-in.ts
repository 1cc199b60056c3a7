import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { isPlainName } from '../domain/naming.ts'
import { isInside } from './folder-contents.ts'
import { isMissing, unavailable } from './presence.ts'

/**
 * The one way from a folder of the library and a name in it to a path that is written, moved or deleted. Names come from catalogues,
 * plans, manifests, stores and windows, any of which may be a stranger's. Throws BAD_INPUT for a name that is more than a name, and
 * where the folder leads out of the library; the folder itself need not exist yet.
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

/** Throws BAD_INPUT when a folder, or the nearest one above it that exists, really lies outside the library. `root`: links resolved. */
export async function assertInside(root: string, folder: string): Promise<void> {
  const real = isInside(root, folder) ? await realPathOf(root, folder) : null
  if (real !== null && isInside(root, real)) return
  throw new EvencastError('BAD_INPUT', `${folder} leads out of the library ${root}. Replace the link by a folder.`)
}

/** Null for a link whose target is missing: it would be written through as soon as that is made. */
async function realPathOf(root: string, folder: string): Promise<string | null> {
  try {
    return await realpath(folder)
  } catch (error) {
    if (!isMissing(error) || folder === root) throw unavailable(folder, error)
    return (await isLink(folder)) ? null : realPathOf(root, dirname(folder))
  }
}

/** Where a path leads, links resolved, though nothing need be there yet. */
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
