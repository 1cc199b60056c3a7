import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { EvencastError, systemCode } from '../domain/error.ts'
import { syncDir } from './durable.ts'
import { placeNew } from './place.ts'
import { isThere } from './presence.ts'
import { sidecarsBeside, sidecarsFollow } from './sidecar-files.ts'

/**
 * Moves an image with its sidecars within the library to a free name; creates the folder when it is missing. Safe to repeat: files that
 * have arrived stay. Throws NOT_FOUND when the image is in neither place, CONFLICT when a name is taken.
 */
export async function moveImage(from: string, to: string): Promise<void> {
  const sidecars = await sidecarsBeside(from)
  if (await isThere(from)) {
    await mkdir(dirname(to)).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error
    })
    await placeNew(from, to)
  } else if (!(await isThere(to))) {
    throw new EvencastError('NOT_FOUND', `${basename(from)} is no longer in its folder.`)
  }
  await sidecarsFollow(sidecars, from, to)
  await syncDir(dirname(from))
}
