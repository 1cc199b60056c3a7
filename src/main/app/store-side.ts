import type { Database } from '../catalog/database.ts'
import type { Activity } from '../operations/context/activity.ts'
import { type FollowPorts, followStore, type StoreFollower } from '../operations/sync/follow-store.ts'
import { createStoreRecords } from '../operations/sync/store-records.ts'
import { createStoreTrash } from '../operations/sync/store-trash.ts'
import { createSyncing, type SyncPorts } from '../operations/sync/sync-library.ts'
import { createWorkingCopy } from '../operations/sync/working-copy.ts'
import type { OpenedContext } from './opened-context.ts'

/** Creates the parts of an opened library that concern its store. `follow` starts syncing both ways if the library is a working copy. */
export function createStoreSide(
  context: OpenedContext,
  db: Database,
  { activity, catchUp }: { readonly activity: Activity; readonly catchUp: SyncPorts['catchUp'] },
) {
  const records = createStoreRecords(context, db, () => {
    activity.storedSince = context.catalog.summaries.nextRevision()
  })
  const copy = context.layout.address === undefined ? null : createWorkingCopy(context)
  const syncing = createSyncing(context, { activity, records, catchUp, copy })
  return {
    storeTrash: createStoreTrash(context, records),
    syncing,
    follow: (ports: Pick<FollowPorts, 'announcer' | 'tasks' | 'indexed'>): StoreFollower | null =>
      copy && followStore({ ...ports, context, syncing, records, activity }),
  }
}
