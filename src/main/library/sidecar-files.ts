import { lstat, mkdir, readdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { renamedSidecar, sidecarsToTake } from '../domain/sidecars.ts'
import { placeNew } from './place.ts'
import { isMissing, unavailable } from './presence.ts'
import { sameContent } from '../kit/sha256.ts'

/** Returns the names of an image's sidecars that move with it; works after the image has left too. Throws UNAVAILABLE. */
export async function sidecarsBeside(image: string): Promise<readonly string[]> {
  const dir = dirname(image)
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw unavailable(dir, error)
  })
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  return sidecarsToTake(names, basename(image))
}

/**
 * Moves a sidecar to a free name. Safe to repeat: does nothing when it is gone already, and removes it when the target has the same
 * content. Throws CONFLICT when the target has other content.
 */
export async function moveSidecar(from: string, to: string): Promise<void> {
  if (!(await exists(from))) return
  await mkdir(dirname(to)).catch(() => undefined)
  try {
    await placeNew(from, to)
  } catch (error) {
    if (!(error instanceof EvencastError) || !(await sameContent(from, to))) throw error
    await unlink(from)
  }
}

/** Moves the sidecars of an image to its new place and name. Safe to repeat. */
export async function sidecarsFollow(sidecars: readonly string[], from: string, to: string): Promise<void> {
  for (const name of sidecars) {
    const renamed = renamedSidecar(name, basename(from), basename(to))
    await moveSidecar(join(dirname(from), name), join(dirname(to), renamed))
  }
}

const exists = async (file: string): Promise<boolean> => {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw unavailable(file, error)
  }
}
