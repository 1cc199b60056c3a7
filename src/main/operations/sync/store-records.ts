import type { Database } from '../../catalog/database.ts'
import { storeTrashTable, type StoreTrashTable } from '../../catalog/store-trash.ts'
import { syncTable } from '../../catalog/sync.ts'
import type { SyncRecord } from '../../storage/sync-plan.ts'
import type { SyncContext } from './sync-context.ts'

/** Sync state of the store in use. */
export interface StoreRecords {
  /** Files as they were last synced, by key. */
  readonly synced: ReturnType<typeof syncTable<SyncRecord>>
  readonly trash: StoreTrashTable<SyncRecord>
}

/**
 * Returns a function that returns the records of the store that is set now, or null without one. Each store has its own records, by its
 * URL.
 */
export function createStoreRecords(
  context: SyncContext,
  db: Database,
  onChange: () => void,
): () => StoreRecords | null {
  const known = new Map<string, StoreRecords>()
  return () => {
    const url = context.settings().store.trim()
    if (url === '') return null
    const records = known.get(url) ?? {
      synced: watched(syncTable<SyncRecord>(db, url), onChange),
      trash: storeTrashTable<SyncRecord>(db, url),
    }
    known.set(url, records)
    return records
  }
}

const watched = (table: StoreRecords['synced'], onChange: () => void): StoreRecords['synced'] => ({
  ...table,
  set(key, record) {
    table.set(key, record)
    onChange()
  },
  remove(key) {
    table.remove(key)
    onChange()
  },
})
