import { extname } from 'node:path'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { type Lane, LANE_NAMES } from '../../domain/image.ts'
import { imageName } from '../../domain/naming.ts'
import type { Operation } from '../../history/records.ts'
import { labelFor } from './classify.ts'
import { type Editing, images } from './editing.ts'
import { imagesWithEntries } from './images-with-entries.ts'
import { reserveIndices } from '../index/reserve-name.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'

/**
 * Moves images to another actor, under the next free names there, with labels, provenance and unknown keys. With a lane, the same edit
 * classifies them. Images that already belong to the actor stay.
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
    const moving = (await imagesWithEntries(context, imageIds)).filter((row) => row.actorId !== actorId)
    if (moving.length === 0) throw new EvencastError('BAD_INPUT', `These images belong to ${actorId} already.`)
    const first = await reserveIndices(context, actorId, moving.length)
    const operations = moving.map((row, i): Operation => {
      const filename = imageName(actorId, first + i, extname(row.filename).slice(1))
      // Its copy in the store will be another object, and the next sync writes the new URL.
      const { s3_url: _url, ...entry } = { ...row.listed, ...(lane && labelFor(lane, row.listed)) }
      const to = { actorId, filename }
      const entryThere = { ...entry, filename }
      return { kind: 'move', actorId: row.actorId, filename: row.filename, to, entry: row.listed, entryThere }
    })
    const where = lane ? `${actorId}, ${LANE_NAMES[lane]}` : actorId
    return { name: `Moved ${images(moving.length)} to ${where}`, operations }
  })
