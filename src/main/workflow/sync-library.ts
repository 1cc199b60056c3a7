import { randomUUID } from 'node:crypto'
import { join, relative, sep } from 'node:path'
import type { Database } from '../catalog/database.ts'
import { syncTable } from '../catalog/sync.ts'
import type { SyncView } from '../contract/views.ts'
import { EvencastError } from '../domain/error.ts'
import { inParallel } from '../domain/in-parallel.ts'
import { placeNew } from '../library/place.ts'
import { ownDir } from '../library/presence.ts'
import { scanActor } from '../library/scan.ts'
import { upsertImage } from '../domain/manifest.ts'
import type { LocalEntry } from '../storage/compare.ts'
import { type SyncRecord, storeStatus } from '../storage/sync-plan.ts'
import { sync, type SyncOutcome } from '../storage/sync.ts'
import { knownImages } from './known-images.ts'
import { completed, editManifest } from './manifests.ts'
import type { Attended } from './library.ts'
import type { Activity } from './present.ts'
import type { SyncReport } from './reports.ts'
import type { Store } from '../storage/store.ts'
import { folderOf, type Session } from './session.ts'

export interface Syncing {
  sync(
    options: Attended & { readonly dryRun?: boolean | undefined; readonly delete?: boolean | undefined },
  ): Promise<SyncReport>
  /** What a sync with deletions would do; changes nothing. */
  preview(): Promise<SyncView>
  /** Beginning of every URL of the store in use; null without one. */
  urlBase(): string | null
  /** An image went to the trash: its copy in the store goes to the store's trash, if it is ours. Never fails: a later sync makes up for it. */
  discarded(actorId: string, filename: string, trashId: string): Promise<void>
  /** It came back: so does its copy. */
  restored(actorId: string, filename: string, trashId: string): Promise<void>
}

const ACTORS_AT_ONCE = 8

/** Keeps the store that is set in step with the library. Only what lies in actors' folders is mirrored. */
export function createSyncing(session: Session, db: Database, activity: Activity): Syncing {
  const { root } = session.layout
  const storeUrl = () => session.settings().store.trim()
  const tables = new Map<string, ReturnType<typeof syncTable<SyncRecord>>>()
  const recordsOf = (url: string) => {
    const table = tables.get(url) ?? syncTable<SyncRecord>(db, url)
    tables.set(url, table)
    return table
  }
  const keyOf = (file: string) => relative(root, file).split(sep).join('/')

  activity.stored = (image) => {
    const url = storeUrl()
    const folder = session.folders.get(image.actorId)
    if (url === '' || !folder) return null
    const record = recordsOf(url).get(keyOf(join(folder.imagesDir, image.filename)))
    return storeStatus({ stamp: `${image.bytes}:${image.mtimeNs}`, sha256: image.sha256 }, record)
  }

  async function localEntries(): Promise<LocalEntry[]> {
    const perActor = await inParallel([...session.folders.values()], ACTORS_AT_ONCE, async (folder) => {
      const scan = await scanActor(folder)
      const images = scan.images.map(({ filename, bytes, mtimeNs }) => ({
        file: join(folder.imagesDir, filename),
        bytes,
        stamp: `${bytes}:${mtimeNs}`,
      }))
      const base = scan.base ? [scan.base] : []
      const manifest =
        scan.manifestStamp === null
          ? []
          : [{ file: folder.manifestFile, bytes: Number(scan.manifestStamp.split(':')[0]), stamp: scan.manifestStamp }]
      return [...images, ...base, ...manifest].map(({ file, bytes, stamp }) => ({
        key: keyOf(file),
        file,
        bytes,
        stamp,
        sha256: null,
      }))
    })
    return perActor.flat()
  }

  async function run({
    dryRun,
    delete: removing,
    signal,
    onProgress,
  }: Parameters<Syncing['sync']>[0]): Promise<SyncOutcome> {
    const url = storeUrl()
    const store = session.store()
    if (store === null) {
      throw new EvencastError(
        'BAD_INPUT',
        'No store is set. Give one with --store, in EVENCAST_STORE or in Settings, such as s3://bucket/actors or file:///mnt/backup.',
      )
    }
    return sync({
      store,
      local: await localEntries(),
      state: recordsOf(url),
      trashId: `${session.now().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 4)}`,
      dryRun,
      delete: removing,
      fetch: {
        tempFile: () => join(ownDir(root), 'tmp', randomUUID()),
        place: (temp, key) => placeNew(temp, join(root, key)),
      },
      signal,
      onProgress: ({ done, total, key }) => onProgress?.({ phase: key, done, total, etaSeconds: null }),
    })
  }

  /** Records of what was removed with the trash in this session, to be put back with it. */
  const removed = new Map<string, SyncRecord>()

  async function follow(
    actorId: string,
    filename: string,
    act: (store: Store, key: string) => Promise<void>,
  ): Promise<void> {
    try {
      const store = session.store()
      if (store) await act(store, keyOf(join(folderOf(session, actorId).imagesDir, filename)))
    } catch (error) {
      if (error instanceof EvencastError && error.code === 'NOT_FOUND') return
      session.log.warn({ err: error, actorId, filename }, 'store not followed')
    }
  }

  /** Writes `s3_url` for every image whose present content is in the bucket. Answers whether a manifest changed. */
  async function writeUrls(): Promise<boolean> {
    const store = session.store()
    if (!store?.url.startsWith('s3:')) return false
    const changes = await inParallel([...session.folders.values()], ACTORS_AT_ONCE, async ({ actorId, imagesDir }) => {
      const due = knownImages(session, actorId).flatMap((image) => {
        const key = keyOf(join(imagesDir, image.filename))
        const url = store.urlOf(key)
        const synced = activity.stored({ ...image, actorId }) === 'synced'
        return synced && image.entry.s3_url !== url ? [{ filename: image.filename, url }] : []
      })
      if (due.length === 0) return false
      await editManifest(session, actorId, (manifest) =>
        due.reduce(
          (all, { filename, url }) => upsertImage(all, filename, { s3_url: url }),
          completed(session, actorId, manifest),
        ),
      )
      return true
    })
    return changes.includes(true)
  }

  return {
    async sync(options) {
      const outcome = await run(options)
      // A manifest that learned the URLs of its images is a changed file: it goes along in the same sync.
      const written = options.dryRun ? null : (await writeUrls()) && (await run(options))
      const uploaded = written ? [...new Set([...outcome.uploaded, ...written.uploaded])].sort() : outcome.uploaded
      const { dryRun, downloaded, deleted, conflicts, bytes, failed } = outcome
      return {
        dry_run: dryRun,
        uploaded,
        downloaded,
        deleted,
        conflicts,
        bytes: bytes + (written ? written.bytes : 0),
        failed: written ? [...failed, ...written.failed] : failed,
      }
    },
    async preview() {
      const { uploaded, downloaded, deleted, conflicts, bytes, failed } = await run({ dryRun: true, delete: true })
      return {
        dryRun: true,
        uploaded: uploaded.length,
        downloaded: downloaded.length,
        deleted: deleted.length,
        conflicts: [...conflicts],
        bytes,
        failed: failed.map((failure) => ({ ...failure })),
      }
    },
    urlBase: () => session.store()?.urlOf('') ?? null,
    discarded: (actorId, filename, trashId) =>
      follow(actorId, filename, async (store, key) => {
        const records = recordsOf(storeUrl())
        const record = records.get(key)
        if (!record?.ours) return
        await store.remove(key, trashId)
        records.remove(key)
        removed.set(trashId, record)
      }),
    restored: (actorId, filename, trashId) =>
      follow(actorId, filename, async (store, key) => {
        const object = await store.restore(key, trashId)
        const record = removed.get(trashId)
        // Without its record (another process removed it) the next sync compares both sides and adopts them as equal.
        if (record) recordsOf(storeUrl()).set(key, { ...record, etag: object.etag, modifiedAt: object.modifiedAt })
      }),
  }
}
