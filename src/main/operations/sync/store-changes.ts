import { recordsOf } from '../../storage/compare.ts'
import type { Store } from '../../storage/store.ts'
import { remoteChanged } from '../../storage/sync-plan.ts'
import { isUnusable } from '../../storage/unusable.ts'
import { createKeyed, keyOf } from './store-keys.ts'
import { localEntries } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'
import { ACTORS, listing } from './sync-library.ts'

/** Actors that differ from the store, with the number of their images that only the store has. */
export type Unsynced = ReadonlyMap<string, number>

interface ChangedThere {
  readonly unsynced: Unsynced
  /** Images that stay in the store because their names cannot be used on this machine. */
  readonly unusable: readonly string[]
}

/** Lists the store and returns what changed there since the last sync. */
export async function changedThere(
  context: SyncContext,
  store: Store,
  { synced }: StoreRecords,
  signal: AbortSignal,
): Promise<ChangedThere> {
  const listed = await listing(store, undefined, signal)
  const keyed = createKeyed(context)
  const records = await recordsOf(synced, (key) => keyed(key) !== null, [ACTORS])
  const found = new Map<string, number>()
  const note = (actorId: string, images: number) => found.set(actorId, (found.get(actorId) ?? 0) + images)
  for (const [key, object] of listed) {
    const file = keyed(key)
    const record = records.get(key)
    if (file && (!record || remoteChanged(object, record))) note(file.actorId, !record && file.kind === 'image' ? 1 : 0)
  }
  for (const key of records.keys()) if (!listed.has(key)) note(keyed(key)?.actorId ?? '', 0)
  return { unsynced: found, unusable: [...listed.keys()].filter(isUnusable) }
}

/** Returns those of these actors (by default all) whose local files changed or were removed since the last sync. */
export async function changedHere(
  context: SyncContext,
  { synced }: StoreRecords,
  actorIds: readonly string[] = [...context.folders.keys()],
): Promise<readonly string[]> {
  const stamps = new Map((await localEntries(context, { actorIds })).map(({ key, stamp }) => [key, stamp]))
  const keyed = createKeyed(context)
  const folders = actorIds.flatMap((actorId) => {
    const folder = context.folders.get(actorId)
    return folder ? [keyOf(context, folder.dir)] : []
  })
  const records = await recordsOf(synced, (key) => keyed(key) !== null, folders)
  const keys = [...stamps.keys(), ...records.keys()]
  const differing = keys.filter((key) => stamps.get(key) !== records.get(key)?.stamp)
  return [...new Set(differing.flatMap((key) => keyed(key)?.actorId ?? []))]
}
