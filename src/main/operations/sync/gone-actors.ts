import { randomUUID } from 'node:crypto'
import { rmdir } from 'node:fs/promises'
import { EvencastError } from '../../domain/error.ts'
import { assertPresent, isThere } from '../../library/presence.ts'
import { type LocalEntry, recordsOf, sha256Of } from '../../storage/compare.ts'
import type { Store, StoreObject } from '../../storage/store.ts'
import { folderOf } from '../context/library-context.ts'
import { readManifest } from '../index/manifests.ts'
import { createKeyed, keyOf } from './store-keys.ts'
import { localEntries } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'

/** The store of a working copy, its sync records and its listing. */
interface Sides {
  readonly store: Store
  readonly known: StoreRecords
  readonly listed: ReadonlyMap<string, StoreObject>
}

/**
 * Returns those of these actors that were in the store and have no objects left there. An actor with unsent changes is not included,
 * because it is uploaded again. Throws CONFLICT when the whole store is empty, which is never the removal of one actor.
 */
export async function goneActors(
  context: SyncContext,
  { store, known, listed }: Sides,
  actorIds: readonly string[],
): Promise<readonly string[]> {
  const keyed = createKeyed(context)
  const there = new Set([...listed.keys()].map((key) => keyed(key)?.actorId))
  const gone: string[] = []
  for (const actorId of actorIds) {
    const folder = context.folders.get(actorId)
    if (!folder || there.has(actorId)) continue
    const records = await recordsOf(known.synced, () => true, [keyOf(context, folder.dir)])
    if (records.size === 0) continue
    if (gone.length === 0) await assertNotEmptied(store)
    const isSent = async ({ key, stamp, file }: LocalEntry): Promise<boolean> => {
      const record = records.get(key)
      return record !== undefined && (record.stamp === stamp || record.sha256 === (await sha256Of(file)))
    }
    const sent = await Promise.all((await localEntries(context, { actorIds: [actorId] })).map(isSent))
    if (sent.every(Boolean)) gone.push(actorId)
  }
  return gone
}

/** Moves an actor's files to the trash, each image with its manifest entry. Can be repeated after a crash. */
export async function trashActor(context: SyncContext, { synced }: StoreRecords, actorId: string): Promise<void> {
  const folder = folderOf(context, actorId)
  await assertPresent(context.layout.root)
  const { manifest } = await readManifest(context, actorId)
  const entries = new Map(manifest.images.map((entry) => [entry.filename, entry]))
  const keyed = createKeyed(context)
  const files = (await localEntries(context, { actorIds: [actorId] })).flatMap(({ key }) => keyed(key) ?? [])
  // The manifest moves last, because until then it describes the other files.
  const isManifest = ({ kind }: (typeof files)[number]) => kind === 'manifest'
  const deletedAt = context.now().toISOString()
  for (const { file, filename } of files.toSorted((a, b) => Number(isManifest(a)) - Number(isManifest(b)))) {
    const entry = entries.get(filename) ?? null
    const what = { id: randomUUID(), file, actorId, entry, reason: 'removed from the store', runId: null, deletedAt }
    // A caption moves with its image, so it may be gone already.
    if (await isThere(file)) await context.trash.put(what)
    synced.remove(keyOf(context, file))
  }
  // A folder with other files in it stays.
  for (const dir of [folder.imagesDir, folder.baseDir, folder.dir]) await rmdir(dir).catch(() => {})
}

async function assertNotEmptied(store: Store): Promise<void> {
  for await (const { key } of store.list(undefined, 'actors')) if (key.split('/').length > 2) return
  throw new EvencastError(
    'CONFLICT',
    `Nothing is left in ${store.url}: nothing was removed here or sent. Check the bucket, or sync to another store.`,
  )
}
