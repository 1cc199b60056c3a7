import { join } from 'node:path'
import { inParallel } from '../../kit/in-parallel.ts'
import { upsertImage } from '../../domain/manifest.ts'
import { knownImages } from '../index/known-images.ts'
import { completed, editManifest } from '../index/manifests.ts'
import type { SyncContext } from './sync-context.ts'
import { keyOf } from './store-keys.ts'
import type { Activity } from '../context/activity.ts'

const ACTORS_AT_ONCE = 8

/** Writes `s3_url` for every image whose present content is in the bucket. Answers whether a manifest changed. */
export async function writeStoreUrls(context: SyncContext, activity: Activity): Promise<boolean> {
  const store = context.store()
  if (!store?.url.startsWith('s3:')) return false
  const changes = await inParallel([...context.folders.values()], ACTORS_AT_ONCE, async ({ actorId, imagesDir }) => {
    const due = knownImages(context, actorId).flatMap((image) => {
      const url = store.urlOf(keyOf(context, join(imagesDir, image.filename)))
      const synced = activity.stored({ ...image, actorId }) === 'synced'
      return synced && image.entry.s3_url !== url ? [{ filename: image.filename, url }] : []
    })
    if (due.length === 0) return false
    await editManifest(context, actorId, (manifest) =>
      due.reduce(
        (all, { filename, url }) => upsertImage(all, filename, { s3_url: url }),
        completed(context, actorId, manifest),
      ),
    )
    return true
  })
  return changes.includes(true)
}
