import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { HistoryView } from '../../contract/views.ts'
import { isImageFile } from '../../domain/naming.ts'
import type { Operation } from '../../history/records.ts'
import { isTrashId, type TrashItem as Item } from '../../library/trash-item.ts'
import { type Editing, images } from './editing.ts'
import { indexActor } from '../index/index-actor.ts'
import { imagesWithEntries, whose } from './images-with-entries.ts'
import type { EmptiedReport, TrashItem } from '../../contract/reports.ts'
import type { EditingContext } from './editing-context.ts'
import type { StoreTrash } from '../sync/store-trash.ts'

/** Moves images to the trash, from where undo restores them. */
export const trashImages = (
  context: EditingContext,
  editing: Editing,
  imageIds: readonly string[],
): Promise<HistoryView> =>
  editing.make(async () => {
    const going = await imagesWithEntries(context, imageIds)
    const operations = going.map(({ actorId, filename, listed: entry }): Operation => ({
      kind: 'trash',
      actorId,
      filename,
      entry,
      trashId: randomUUID(),
    }))
    return { name: `Deleted ${images(going.length)} of ${whose(going)}`, operations }
  })

/**
 * Restores deleted images with their manifest entries, as one edit, and marks them as decided by a person, or the next plan would remove
 * them again. Restores their copies in the store, too. Returns the actor of each; items that are no longer in the trash are skipped.
 */
export async function restoreTrash(
  context: EditingContext,
  editing: Editing,
  store: StoreTrash,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(ids)].filter(isTrashId).map((id) => context.trash.find(id)))
  const items = found.filter((item) => item !== null)
  const isOurs = ({ actor_id, filename, original }: Item) => {
    const folder = context.folders.get(actor_id)
    return folder && isImageFile(filename) && resolve(folder.root, original) === join(folder.imagesDir, filename)
  }
  const operations = items.filter(isOurs).map(({ id, actor_id, filename, entry }): Operation => {
    const kept = { ...entry, filename, classified_by: 'human', verdict: 'keep' as const }
    return { kind: 'add', actorId: actor_id, filename, trashId: id, entry: kept }
  })
  if (operations.length > 0) {
    const name = `Restored ${images(operations.length)} of ${whose(operations)}`
    await editing.make(() => ({ name, operations }))
  }
  // Other files belong in no manifest, so they are only moved back to their folder.
  for (const item of items) {
    if (isOurs(item) || !(await context.trash.restore(item.id))) continue
    for (const name of [item.filename, ...item.sidecars]) await store.restored(item.actor_id, name, item.id)
  }
  const fromStore = await store.restore(ids)
  for (const actorId of new Set(fromStore)) if (context.folders.has(actorId)) await indexActor(context, actorId)
  return [...items.map((item) => item.actor_id), ...fromStore]
}

/** Lists what can be restored, newest first: images in the library's trash, and copies that only the store's trash holds. */
export async function listTrash(context: EditingContext, store: StoreTrash): Promise<readonly TrashItem[]> {
  const items: readonly TrashItem[] = await context.trash.list()
  return [...items, ...store.list()].sort((a, b) => (a.deleted_at < b.deleted_at ? 1 : -1))
}

/** Deletes the whole trash permanently, here and in the store. */
export async function emptyTrash(context: EditingContext, store: StoreTrash): Promise<EmptiedReport> {
  const copies = await store.empty()
  return { ...(await context.trash.empty()), store: copies }
}
