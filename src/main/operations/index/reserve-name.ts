import { imageName, nextIndex } from '../../domain/naming.ts'
import { scanActor } from '../../library/scan.ts'
import { readManifest } from './manifests.ts'
import { folderOf } from '../context/library-context.ts'
import type { IndexContext } from './index-context.ts'

/**
 * Reserves `count` indices that were never used for this actor, not even by a concurrent call, and returns the first. They are stored when
 * this resolves.
 */
export async function reserveIndices(context: IndexContext, actorId: string, count: number): Promise<number> {
  const { actors } = context.catalog
  const [scan, { manifest }] = await Promise.all([
    scanActor(folderOf(context, actorId)),
    readManifest(context, actorId),
  ])
  // There is no await from here on, so no other call runs between reading and raising the last index.
  const first = nextIndex({
    actorId,
    files: [...scan.images.map((image) => image.filename), ...scan.others],
    manifest,
    // Files in the trash raised the last index when they were first seen, or when the library was opened.
    trashed: [],
    lastIndex: actors.get(actorId)?.lastIndex ?? 0,
  })
  actors.add(actorId)
  actors.raiseLastIndex(actorId, first + count - 1)
  return first
}

/** Returns a name for a new image of the actor. Its index was never used before and is never used again. */
export const reserveName = async (context: IndexContext, actorId: string, ext?: string): Promise<string> =>
  imageName(actorId, await reserveIndices(context, actorId, 1), ext)
