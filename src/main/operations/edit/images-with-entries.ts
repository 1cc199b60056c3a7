import type { ImageRow } from '../../catalog/images.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { byIndex } from '../../domain/naming.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { completed, readManifest } from '../index/manifests.ts'
import { rowsOf } from './editing.ts'
import type { EditingContext } from './editing-context.ts'

const ACTORS_AT_ONCE = 8

export interface ImageWithEntry extends ImageRow {
  /** As the manifest has it, completed by what is known. */
  readonly listed: ManifestImage
}

/** Images with what the manifests of their actors say of them, in the order of their actors and indices. */
export async function imagesWithEntries(
  context: EditingContext,
  imageIds: readonly string[],
): Promise<ImageWithEntry[]> {
  const byActor = Map.groupBy(rowsOf(context, imageIds), (row) => row.actorId)
  const perActor = await inParallel([...byActor], ACTORS_AT_ONCE, async ([actorId, rows]) => {
    const { manifest } = await readManifest(context, actorId)
    const { images: whole } = await completed(context, actorId, manifest)
    const entries = new Map(whole.map((entry) => [entry.filename, entry]))
    return rows
      .toSorted((a, b) => byIndex(a.filename, b.filename))
      .map((row) => ({ ...row, listed: entries.get(row.filename) ?? { filename: row.filename } }))
  })
  return perActor.flat()
}

/** The actor of images that have one in common, otherwise how many there are. */
export function whose(placed: readonly { readonly actorId: string }[]): string {
  const [only, ...others] = new Set(placed.map((image) => image.actorId))
  return only !== undefined && others.length === 0 ? only : `${others.length + 1} actors`
}
