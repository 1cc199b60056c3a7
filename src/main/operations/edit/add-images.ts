import { randomUUID } from 'node:crypto'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Lane } from '../../domain/image.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { imageName } from '../../domain/naming.ts'
import type { Operation } from '../../history/records.ts'
import type { IncomingFile } from '../../library/incoming.ts'
import { pathIn } from '../../library/path-in.ts'
import { isMissing } from '../../library/presence.ts'
import { labelFor } from './classify.ts'
import { type Editing, images } from './editing.ts'
import { reserveIndices } from '../index/reserve-name.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'

/** Returns the extension that matches a file's content; null when it is not a readable image. */
type ImageExtension = (path: string) => Promise<string | null>

const AT_ONCE = 4

/**
 * Copies files from anywhere into an actor's folder, under the next free names, and into a lane if one is given. The originals stay where
 * they are. This is one edit: the copies are put into the trash before it is journaled, and return there when it is undone.
 */
export const addImages = (
  context: EditingContext,
  editing: Editing,
  {
    files,
    actorId,
    lane,
    imageExtension,
  }: {
    readonly files: readonly IncomingFile[]
    readonly actorId: string
    readonly lane?: Lane | undefined
    readonly imageExtension: ImageExtension
  },
): Promise<HistoryView> =>
  editing.make(async () => {
    const folder = folderOf(context, actorId)
    const extensions = await inParallel(files, AT_ONCE, (file) => extensionOf(file, imageExtension))
    const first = await reserveIndices(context, actorId, files.length)
    const trashIds = files.map(() => randomUUID())
    const stage = async (file: IncomingFile, i: number): Promise<Operation> => {
      const filename = imageName(actorId, first + i, extensions[i])
      const at = context.now().toISOString()
      const entry = { filename, created_at: at, ...(lane && labelFor(lane, { filename })) }
      const trashId = trashIds[i] ?? randomUUID()
      const place = await pathIn(folder.root, folder.imagesDir, filename)
      const item = { id: trashId, file: place, actorId, entry, reason: 'added', runId: null, deletedAt: at }
      await context.trash.take(item, file.path)
      return { kind: 'add', actorId, filename, trashId, entry }
    }
    const operations = await inParallel(files, AT_ONCE, stage).catch(async (error: unknown) => {
      await context.trash.empty(trashIds)
      throw error
    })
    return { name: `Added ${images(files.length)} to ${actorId}`, operations }
  })

async function extensionOf({ path, name }: IncomingFile, imageExtension: ImageExtension): Promise<string> {
  const extension = await imageExtension(path).catch((error: unknown) => {
    if (isMissing(error)) throw new EvencastError('NOT_FOUND', `${name} is no longer there.`, { cause: error })
    throw new EvencastError('UNAVAILABLE', `${name} cannot be read. Check its permissions.`, { cause: error })
  })
  if (extension !== null) return extension
  throw new EvencastError(
    'BAD_INPUT',
    `${name} is not a readable image. Drop JPEG, PNG, WebP, GIF, AVIF or TIFF files.`,
  )
}
