import type { ImageRow } from '../../catalog/images.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { byIndex } from '../../domain/naming.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { completed, readManifest } from '../index/manifests.ts'
import { rowsOf } from './editing.ts'
import type { EditingContext } from './editing-context.ts'

const ACTORS_AT_ONCE = 8

export interface ImageWithEntry extends ImageRow {
  /** Its manifest entry, completed with what the catalog knows. */
  readonly listed: ManifestImage
}

/** Returns images with their manifest entries, sorted by actor and index. */
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

/** Returns the actor that all these images belong to, or else the number of actors. */
export function whose(placed: readonly { readonly actorId: string }[]): string {
  const [only, ...others] = new Set(placed.map((image) => image.actorId))
  return only !== undefined && others.length === 0 ? only : `${others.length + 1} actors`
}
