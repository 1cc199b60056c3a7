import { join } from 'node:path'
import type { ActorRow } from '../../catalog/actors.ts'
import type { ImageRow } from '../../catalog/images.ts'
import { type Crop, cropOf, pictureVersion } from '../../domain/crop.ts'
import { isImageFile, isImageName, isPlainName } from '../../domain/naming.ts'
import { isSidecarFile } from '../../domain/sidecars.ts'
import type { ArchivedFile } from '../../media/archive.ts'
import { isTrashId, trashDir } from '../../library/trash-item.ts'
import type { SnapshotStore } from '../../library/snapshots/store.ts'
import type { MediaFile } from '../../media/web.ts'
import { baseFileOf } from '../context/library-context.ts'
import type { IndexContext } from './index-context.ts'

/** Short tags that change with the content, so that a URL with a tag may be cached without expiry. */
export const imageVersion = (row: Pick<ImageRow, 'bytes' | 'mtimeNs'> & { readonly crop: Crop | null }): string =>
  pictureVersion(`${row.bytes}-${row.mtimeNs}`, row.crop)
export const baseVersion = (row: Pick<ActorRow, 'baseStamp'>): string => (row.baseStamp ?? '').replace(':', '-')

/** Returns the file of an image id; null when it is no longer in the folder. */
export function imageFile({ catalog, folders }: IndexContext, imageId: string): MediaFile | null {
  const id = Number(imageId)
  const row = Number.isSafeInteger(id) ? catalog.images.byId(id) : null
  const folder = row && isImageName(row.filename) && folders.get(row.actorId)
  if (!folder) return null
  const crop = cropOf(row.entry)
  const version = imageVersion({ ...row, crop })
  return { file: join(folder.imagesDir, row.filename), version, sha256: row.sha256, crop }
}

/** Returns a deleted image that can be restored; null for anything else in the trash. */
export async function trashedFile({ layout, trash }: IndexContext, trashId: string): Promise<MediaFile | null> {
  const item = isTrashId(trashId) ? await trash.find(trashId) : null
  if (!item || !isImageFile(item.filename)) return null
  // Files in the trash are never overwritten, so the id alone identifies the content.
  return { file: join(trashDir(layout.root), item.id, item.filename), version: item.id, sha256: null }
}

/** Returns an image that a snapshot holds; null when `sha256` is not a hash. */
export function keptFile({ snapshots }: { readonly snapshots: SnapshotStore }, sha256: string): MediaFile | null {
  return /^[0-9a-f]{64}$/.test(sha256)
    ? { file: snapshots.objects.pathOf(sha256), version: sha256, sha256: null }
    : null
}

/** Returns the files of an archive of these images, in a folder per actor when there are several actors. */
export function archivedFiles(
  { catalog, folders }: IndexContext,
  imageIds: readonly string[],
): readonly ArchivedFile[] {
  const rows = [...new Set(imageIds.map(Number))].flatMap((id) =>
    Number.isSafeInteger(id) ? (catalog.images.byId(id) ?? []) : [],
  )
  const several = rows.some((row) => row.actorId !== rows[0]?.actorId)
  return rows.flatMap(({ actorId, filename, sidecars }) => {
    const folder = isImageName(filename) ? folders.get(actorId) : undefined
    return folder
      ? [filename, ...sidecars.filter((name) => isPlainName(name) && isSidecarFile(name))].map((name) => ({
          name: several ? `${actorId}/${name}` : name,
          file: join(folder.imagesDir, name),
        }))
      : []
  })
}

export function baseImageFile(context: IndexContext, actorId: string): MediaFile | null {
  const row = context.folders.has(actorId) ? context.catalog.actors.get(actorId) : null
  const file = row && baseFileOf(context, actorId)
  return file ? { file, version: baseVersion(row), sha256: row.baseSha256 } : null
}
