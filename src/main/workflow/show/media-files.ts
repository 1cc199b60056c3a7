import { join } from 'node:path'
import type { MediaFile } from '../../media/web.ts'
import { baseFileOf, type Session } from '../session.ts'
import { baseVersion, imageVersion } from './views.ts'

/** The file behind an image's id; null when it is not in the folder any more. */
export function imageFile({ catalog, folders }: Session, imageId: string): MediaFile | null {
  const id = Number(imageId)
  const row = Number.isSafeInteger(id) ? catalog.images.byId(id) : null
  const folder = row && folders.get(row.actorId)
  return folder ? { file: join(folder.imagesDir, row.filename), version: imageVersion(row), sha256: row.sha256 } : null
}

export function baseImageFile(session: Session, actorId: string): MediaFile | null {
  const row = session.folders.has(actorId) ? session.catalog.actors.get(actorId) : null
  const file = row && baseFileOf(session, actorId)
  return file ? { file, version: baseVersion(row), sha256: row.baseSha256 } : null
}
