import { imageName, nextIndex } from '../domain/naming.ts'
import { scanActor } from '../library/scan.ts'
import { readManifest } from './manifests.ts'
import { folderOf, type Session } from './session.ts'

/** A name for a new image of the actor: its index was never used before, and is never given out again. */
export const reserveName = (session: Session, actorId: string, ext?: string): Promise<string> =>
  session.actorLock(actorId, async () => {
    const { actors } = session.catalog
    const [scan, { manifest }] = await Promise.all([
      scanActor(folderOf(session, actorId)),
      readManifest(session, actorId),
    ])
    const n = nextIndex({
      actorId,
      files: scan.images.map((image) => image.filename),
      manifest,
      // Whatever lies in the trash raised the last index when it was first seen, or when the library was opened.
      trashed: [],
      lastIndex: actors.get(actorId)?.lastIndex ?? 0,
    })
    actors.raiseLastIndex(actorId, n)
    return imageName(actorId, n, ext)
  })
