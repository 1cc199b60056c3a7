import { recordsOf, sha256Of } from '../../storage/compare.ts'
import type { StoreObject } from '../../storage/store.ts'
import { localChanged, remoteChanged, type SyncRecord } from '../../storage/sync-plan.ts'
import { createKeyed, keyOf } from './store-keys.ts'
import { manifestEntries } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'

/** Time without further removals after which a removal counts as complete. It is shorter than the poll interval. */
const SETTLED_MS = 10_000

/**
 * Returns a function that finds keys that must not be uploaded again yet. Removing an actor from the store deletes its objects one by one.
 * While the store's manifest is unchanged or gone as well, the rest may follow, so nothing is uploaded until no more objects disappear.
 */
export function createVanishing(context: SyncContext) {
  const seen = new Map<string, { readonly gone: string; readonly sinceMs: number }>()

  /** `actorIds` and `folders` are the actors that the listing covers and the keys of their folders; by default all. */
  return async (
    { known, listed }: { readonly known: StoreRecords; readonly listed: ReadonlyMap<string, StoreObject> },
    actorIds: readonly string[] = [...context.folders.keys()],
    folders?: readonly string[],
  ): Promise<ReadonlySet<string>> => {
    const keyed = createKeyed(context)
    const records = await recordsOf(known.synced, (key) => keyed(key) !== null, folders)
    const missing = Map.groupBy(
      [...records.keys()].filter((key) => !listed.has(key)),
      (key) => keyed(key)?.actorId,
    )
    const held = new Set<string>()
    for (const actorId of actorIds) {
      const folder = context.folders.get(actorId)
      const keys = missing.get(actorId) ?? []
      if (!folder || keys.length === 0) {
        seen.delete(actorId)
        continue
      }
      const manifest = keyOf(context, folder.manifestFile)
      const [object, record] = [listed.get(manifest), records.get(manifest)]
      // The manifest was written again, so it says what belongs to the set.
      if (object && (!record || remoteChanged(object, record))) continue
      const [gone, nowMs] = [keys.join('\n'), context.now().getTime()]
      const before = seen.get(actorId)
      const sinceMs = before?.gone === gone ? before.sinceMs : nowMs
      seen.set(actorId, { gone, sinceMs })
      if (nowMs - sinceMs >= SETTLED_MS) continue
      for (const key of keys) held.add(key)
      // Local changes made meanwhile are uploaded.
      if (record && (await isChangedHere(context, actorId, record))) held.delete(manifest)
    }
    return held
  }
}

async function isChangedHere(context: SyncContext, actorId: string, record: SyncRecord): Promise<boolean> {
  const [entry] = await manifestEntries(context, [actorId])
  return entry !== undefined && localChanged({ ...entry, sha256: await sha256Of(entry.file) }, record)
}
