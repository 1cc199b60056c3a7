import { join } from 'node:path'
import { inParallel } from '../../kit/in-parallel.ts'
import { upsertImage } from '../../domain/manifest.ts'
import { listedImages } from '../index/known-images.ts'
import { completed, editManifest } from '../index/manifests.ts'
import type { SyncContext } from './sync-context.ts'
import { keyOf } from './store-keys.ts'
import type { Activity } from '../context/activity.ts'

const ACTORS_AT_ONCE = 8

/** Writes `s3_url` for every image of these actors whose present content is in the bucket. Answers the actors whose manifests changed. */
export async function writeStoreUrls(
  context: SyncContext,
  activity: Activity,
  actorIds: Iterable<string> = context.folders.keys(),
): Promise<readonly string[]> {
  const store = context.store()
  if (!store?.url.startsWith('s3:')) return []
  const folders = [...actorIds].flatMap((actorId) => context.folders.get(actorId) ?? [])
  const changes = await inParallel(folders, ACTORS_AT_ONCE, async ({ actorId, imagesDir }) => {
    const due = (await listedImages(context, actorId)).flatMap((image) => {
      const url = store.urlOf(keyOf(context, join(imagesDir, image.filename)))
      // The URL is compared first: `stored` reads a record from the catalog for every image.
      const isOther = image.entry.s3_url !== url && activity.stored({ ...image, actorId }) === 'synced'
      return isOther ? [{ filename: image.filename, url }] : []
    })
    if (due.length === 0) return []
    await editManifest(context, actorId, async (manifest) =>
      due.reduce(
        (all, { filename, url }) => upsertImage(all, filename, { s3_url: url }),
        await completed(context, actorId, manifest),
      ),
    )
    return [actorId]
  })
  return changes.flat()
}
