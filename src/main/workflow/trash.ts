import { upsertImage } from '../domain/manifest.ts'
import { isImageFile } from '../domain/naming.ts'
import { isTrashId } from '../library/trash-item.ts'
import { indexActor } from './index-actor.ts'
import { assessActor } from './assess-actor.ts'
import { editManifest } from './manifests.ts'
import type { EmptiedReport, TrashItem } from './reports.ts'
import type { Session } from './session.ts'
import type { StoreTrash } from './store-trash.ts'

/**
 * Brings deleted images back with their manifest entries, as a human's word that they stay: the next plan would throw them out
 * again otherwise. Their copies in the store come back with them. Answers the actor of each; what is no longer in the trash is passed
 * over.
 */
export async function restoreTrash(
  session: Session,
  store: StoreTrash,
  ids: readonly string[],
): Promise<readonly string[]> {
  const restored = []
  for (const id of ids.filter(isTrashId)) {
    const item = await session.trash.restore(id)
    if (!item) continue
    restored.push(item)
    await store.restored(item.actor_id, item.filename, id)
  }
  const fromStore = await store.restore(ids)
  for (const [actorId, items] of Map.groupBy(restored, (item) => item.actor_id)) {
    if (!session.folders.has(actorId)) continue
    const images = items.filter(({ filename }) => isImageFile(filename))
    await editManifest(session, actorId, (manifest) =>
      images.reduce(
        (all, { filename, entry }) => upsertImage(all, filename, { ...entry, classified_by: 'human', verdict: 'keep' }),
        manifest,
      ),
    )
    await indexActor(session, actorId)
    await assessActor(session, actorId)
  }
  for (const actorId of new Set(fromStore)) if (session.folders.has(actorId)) await indexActor(session, actorId)
  return [...restored.map((item) => item.actor_id), ...fromStore]
}

/** What can be brought back, newest first: images in our trash, and copies that only the store's trash holds. */
export async function listTrash(session: Session, store: StoreTrash): Promise<readonly TrashItem[]> {
  const items: readonly TrashItem[] = await session.trash.list()
  return [...items, ...store.list()].sort((a, b) => (a.deleted_at < b.deleted_at ? 1 : -1))
}

/** Deletes all of it for good, here and in the store. */
export async function emptyTrash(session: Session, store: StoreTrash): Promise<EmptiedReport> {
  const copies = await store.empty()
  return { ...(await session.trash.empty()), store: copies }
}
