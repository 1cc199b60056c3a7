import { join } from 'node:path'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { isThere } from '../../library/presence.ts'
import type { Store } from '../../storage/store.ts'
import type { TrashItem } from '../../contract/reports.ts'
import { folderOf } from '../context/library-context.ts'
import type { SyncContext } from './sync-context.ts'
import { keyedFile, keyOf } from './store-keys.ts'
import { createLibrarySide } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'

/** Applies deletions and restores of images to the store. Its methods never throw; a later sync makes up for a failure. */
export interface FollowingStore {
  /** Moves an image's copy to the store's trash after the image was deleted, if the copy is ours. */
  discarded(actorId: string, filename: string, trashId: string): Promise<void>
  /** Restores an image's copy in the store after the image was restored. */
  restored(actorId: string, filename: string, trashId: string): Promise<void>
}

interface StoreTrashSize {
  readonly files: number
  readonly bytes: number
}

export interface StoreTrash extends FollowingStore {
  /** Lists what a sync removed from the store. It can be restored although the image is not in the library's trash. */
  list(): readonly TrashItem[]
  /** Restores such copies and downloads their images. Returns the actors of those that were restored. */
  restore(ids: readonly string[]): Promise<readonly string[]>
  /** Returns the size of everything that we put into the store's trash. */
  size(): StoreTrashSize
  /**
   * Deletes everything that we put into the store's trash. What could not be deleted stays listed for the next time; `problem` says why.
   */
  empty(): Promise<StoreTrashSize & { readonly problem: string | null }>
}

const AT_ONCE = 4
const ITEM = /^store-(\d+)$/

export function createStoreTrash(context: SyncContext, recordsNow: () => StoreRecords | null): StoreTrash {
  const library = createLibrarySide(context)

  async function follow(
    actorId: string,
    filename: string,
    act: (store: Store, records: StoreRecords, key: string) => Promise<void>,
  ): Promise<void> {
    try {
      // A working copy is synced in the background, and an edit does not wait for the network.
      if (context.layout.address !== undefined) return
      const [store, records] = [context.store(), recordsNow()]
      if (store && records)
        await act(store, records, keyOf(context, join(folderOf(context, actorId).imagesDir, filename)))
    } catch (error) {
      context.log.warn({ err: error, actorId, filename }, 'store not followed')
    }
  }

  /** Returns false when the store's trash no longer holds the object. */
  async function restoreObject(
    store: Store,
    { synced, trash }: StoreRecords,
    key: string,
    trashId: string,
  ): Promise<boolean> {
    const row = trash.ofKey(key).find((one) => one.trashId === trashId)
    try {
      const object = await store.restore(key, trashId)
      // Without a record, the next sync compares both sides and adopts them as equal.
      if (row?.record) synced.set(key, { ...row.record, etag: object.etag, modifiedAt: object.modifiedAt })
    } catch (error) {
      if (!(error instanceof EvencastError) || error.code !== 'NOT_FOUND') throw error
      if (row) trash.drop(row.id)
      return false
    }
    if (row) trash.drop(row.id)
    return true
  }

  const listed = () => (recordsNow()?.trash.all() ?? []).filter(({ why }) => why === 'deleted')

  return {
    discarded: (actorId, filename, trashId) =>
      follow(actorId, filename, async (store, { synced, trash }, key) => {
        const record = synced.get(key)
        if (!record || !(record.ours || context.settings().deleteForeign)) return
        trash.add({ trashId, key, bytes: record.bytes, why: 'image', at: context.now().toISOString(), record })
        await store.remove(key, trashId)
        synced.remove(key)
      }),
    restored: (actorId, filename, trashId) =>
      follow(actorId, filename, async (store, records, key) => {
        if (await restoreObject(store, records, key, trashId)) return
        // A later sync may have removed the copy, if the store was unreachable when the image was deleted.
        const [later] = records.trash.ofKey(key)
        if (later) await restoreObject(store, records, key, later.trashId)
      }),
    list: () =>
      listed().flatMap(({ id, key, bytes, at }) => {
        const known = keyedFile(context, key)
        if (!known) return []
        const { actorId, filename } = known
        return [
          { id: `store-${id}`, actor_id: actorId, filename, reason: 'store', run_id: null, deleted_at: at, bytes },
        ]
      }),
    async restore(ids) {
      const [store, records] = [context.store(), recordsNow()]
      const wanted = new Set(ids.flatMap((id) => ITEM.exec(id)?.[1] ?? []))
      const rows = listed().filter(({ id }) => wanted.has(String(id)))
      if (!store || !records || rows.length === 0) return []
      const back = await inParallel(rows, AT_ONCE, async ({ key, trashId }) => {
        const known = keyedFile(context, key)
        if (!known || !(await restoreObject(store, records, key, trashId))) return []
        if (!(await isThere(known.file))) {
          const temp = library.tempFile()
          await store.download(key, temp)
          await library.place(temp, key)
        }
        return [known.actorId]
      })
      return back.flat()
    },
    size: () => sizeOf(recordsNow()?.trash.all() ?? []),
    async empty() {
      const [store, records] = [context.store(), recordsNow()]
      const rows = records?.trash.all() ?? []
      const gone: typeof rows = []
      if (!store || !records) return { ...sizeOf(gone), problem: null }
      try {
        await inParallel(rows, AT_ONCE, async (row) => {
          await store.purge(row.key, row.trashId)
          records.trash.drop(row.id)
          gone.push(row)
        })
        return { ...sizeOf(gone), problem: null }
      } catch (error) {
        return { ...sizeOf(gone), problem: messageOf(error) }
      }
    },
  }
}

const sizeOf = (rows: readonly { readonly bytes: number }[]): StoreTrashSize => ({
  files: rows.length,
  bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
})
