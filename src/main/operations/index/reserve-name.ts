import { imageName, nextIndex } from '../../domain/naming.ts'
import { scanActor } from '../../library/scan.ts'
import { readManifest } from './manifests.ts'
import { folderOf } from '../context/library-context.ts'
import type { IndexContext } from './index-context.ts'

/** The first of `count` indices that were never used for this actor, not even by a call beside this one; durable when it answers. */
export async function reserveIndices(context: IndexContext, actorId: string, count: number): Promise<number> {
  const { actors } = context.catalog
  const [scan, { manifest }] = await Promise.all([
    scanActor(folderOf(context, actorId)),
    readManifest(context, actorId),
  ])
  // From here on nothing waits: no other call comes between looking and raising.
  const first = nextIndex({
    actorId,
    files: [...scan.images.map((image) => image.filename), ...scan.others],
    manifest,
    // Whatever lies in the trash raised the last index when it was first seen, or when the library was opened.
    trashed: [],
    lastIndex: actors.get(actorId)?.lastIndex ?? 0,
  })
  actors.add(actorId)
  actors.raiseLastIndex(actorId, first + count - 1)
  return first
}

/** A name for a new image of the actor: its index was never used before, and is never given out again. */
export const reserveName = async (context: IndexContext, actorId: string, ext?: string): Promise<string> =>
  imageName(actorId, await reserveIndices(context, actorId, 1), ext)
