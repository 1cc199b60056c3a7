import { imageName, nextIndex } from '../../domain/naming.ts'
import { scanActor } from '../../library/scan.ts'
import { readManifest } from './manifests.ts'
import { folderOf, type Session } from '../context/library-context.ts'

/** The first of `count` indices that were never used for this actor, not even by a call beside this one; durable when it answers. */
export async function reserveIndices(session: Session, actorId: string, count: number): Promise<number> {
  const { actors } = session.catalog
  const [scan, { manifest }] = await Promise.all([
    scanActor(folderOf(session, actorId)),
    readManifest(session, actorId),
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
export const reserveName = async (session: Session, actorId: string, ext?: string): Promise<string> =>
  imageName(actorId, await reserveIndices(session, actorId, 1), ext)
