import { lstat, mkdir, readdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { renamedSidecar, sidecarsToTake } from '../domain/sidecars.ts'
import { placeNew } from './place.ts'
import { isMissing, unavailable } from './presence.ts'
import { sameContent } from '../kit/sha256.ts'

/** Names of the files beside an image that go where it goes; also of one that has just left. Throws UNAVAILABLE. */
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
 * Moves a sidecar to a name that must be free. One that has gone already stays gone, one that lies there with the same content is
 * let be: safe to repeat. Throws CONFLICT when other content has the name.
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

/** Lets the sidecars of an image follow it to its new place and name. Safe to repeat. */
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
