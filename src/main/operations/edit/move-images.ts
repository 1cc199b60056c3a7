import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import type { ImageRow } from '../../catalog/images.ts'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { type Lane, LANE_NAMES } from '../../domain/image.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { byIndex, imageName } from '../../domain/naming.ts'
import type { Operation } from '../../history/records.ts'
import { labelFor } from './classify.ts'
import { type Editing, images, rowsOf } from './editing.ts'
import { completed, readManifest } from '../index/manifests.ts'
import { reserveIndices } from '../index/reserve-name.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'

const ACTORS_AT_ONCE = 8

interface Listed extends ImageRow {
  /** As the manifest has it, completed by what is known. */
  readonly listed: ManifestImage
}

/** Images with what the manifests of their actors say of them, in the order of their actors and indices. */
async function listedImages(context: EditingContext, imageIds: readonly string[]): Promise<Listed[]> {
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

/**
 * Moves images to another actor, under the next names there; labels, provenance and unknown keys go along. With a lane they are sorted
 * into it in the same edit. Those that are the actor's own already stay.
 */
export const moveToActor = (
  context: EditingContext,
  editing: Editing,
  {
    imageIds,
    actorId,
    lane,
  }: { readonly imageIds: readonly string[]; readonly actorId: string; readonly lane?: Lane | undefined },
): Promise<HistoryView> =>
  editing.make(async () => {
    folderOf(context, actorId)
    const moving = (await listedImages(context, imageIds)).filter((row) => row.actorId !== actorId)
    if (moving.length === 0) throw new EvencastError('BAD_INPUT', `These images belong to ${actorId} already.`)
    const first = await reserveIndices(context, actorId, moving.length)
    const operations = moving.map((row, i): Operation => {
      const filename = imageName(actorId, first + i, extname(row.filename).slice(1))
      // Its copy in the store is another object from now on: the next sync writes that one's address.
      const { s3_url: _url, ...entry } = { ...row.listed, ...(lane && labelFor(lane, row.listed)) }
      const to = { actorId, filename }
      const entryThere = { ...entry, filename }
      return { kind: 'move', actorId: row.actorId, filename: row.filename, to, entry: row.listed, entryThere }
    })
    const where = lane ? `${actorId}, ${LANE_NAMES[lane]}` : actorId
    return { name: `Moved ${images(moving.length)} to ${where}`, operations }
  })

/** Deletes images: into the trash, from where undo brings them back. */
export const trashImages = (
  context: EditingContext,
  editing: Editing,
  imageIds: readonly string[],
): Promise<HistoryView> =>
  editing.make(async () => {
    const going = await listedImages(context, imageIds)
    const operations = going.map(({ actorId, filename, listed: entry }): Operation => ({
      kind: 'trash',
      actorId,
      filename,
      entry,
      trashId: randomUUID(),
    }))
    return { name: `Deleted ${images(going.length)} of ${whose(going)}`, operations }
  })

/** The actor of images that have one in common, otherwise how many there are. */
export function whose(placed: readonly { readonly actorId: string }[]): string {
  const [only, ...others] = new Set(placed.map((image) => image.actorId))
  return only !== undefined && others.length === 0 ? only : `${others.length + 1} actors`
}
