import { imageUrls } from '../../contract/packed-images.ts'
import type { StripView } from '../../contract/views.ts'
import { type Crop, cropOf } from '../../domain/crop.ts'
import type { IndexContext } from './index-context.ts'
import { imageVersion } from './media-files.ts'

/** Thumbnails in a strip. */
const MOST = 6

interface Shown {
  readonly id: number
  readonly bytes: number
  readonly mtimeNs: string
  readonly crop: Crop | null
}

const thumbUrl = (row: Shown): string => imageUrls(String(row.id), imageVersion(row)).thumbUrl

/** Returns thumbnails of the first few images of each actor, for the list of actors. */
export const stripsOf = ({ catalog, folders }: IndexContext, actorIds: readonly string[]): StripView[] =>
  [...new Set(actorIds)]
    .filter((actorId) => folders.has(actorId))
    .map((actorId) => ({ actorId, thumbUrls: catalog.images.firstOf(actorId, MOST).map(thumbUrl) }))

/** Returns the thumbnail of a file by its name; null when it is no image of the actor. */
export function thumbOf({ catalog }: IndexContext, actorId: string, filename: string): string | null {
  const row = catalog.images.byName(actorId, filename)
  return row && thumbUrl({ ...row, crop: cropOf(row.entry) })
}
