import { EvencastError } from '../domain/error.ts'
import type { EditPorts, TrashMove } from './ports.ts'
import type { Operation, Place } from './records.ts'

type Restoring = Extract<Operation, { readonly kind: 'restore' }>
type Files = EditPorts['files']

const moveOf = (operation: Restoring, trashId: string, entry: TrashMove['entry']): TrashMove => ({
  kind: 'restore',
  actorId: operation.actorId,
  filename: operation.filename,
  trashId,
  entry,
})

const nameOf = ({ filename, actorId }: Place): string => `${filename} of ${actorId}`

/**
 * Moves the current file to the trash, then puts the snapshot's content in its place: nothing is overwritten, and every step checks whether
 * it was done, so that it can be repeated after a kill at any point.
 */
export async function applyVersion(files: Files, operation: Restoring): Promise<void> {
  const { outId, content, before, after } = operation
  if (outId !== null && !(await files.inTrash(outId))) {
    if (!(await files.exists(operation)))
      throw new EvencastError('NOT_FOUND', `${nameOf(operation)} is no longer in its folder.`)
    await files.discard(moveOf(operation, outId, before))
  }
  if (!content || (await files.holds(operation, content.sha256))) return
  const move = moveOf(operation, content.trashId, after)
  if (!(await files.inTrash(move.trashId))) await files.layReady(move, content.sha256)
  await files.restore(move)
}

/**
 * Undoes a restore. While the replaced file is not in the trash, the file in the folder is the one from before and must not be taken for
 * the snapshot's: the restore never began, or was undone already.
 */
export async function undoVersion(files: Files, operation: Restoring, finishing: boolean): Promise<void> {
  const { outId, content, before, after } = operation
  const begun = outId === null || (await files.inTrash(outId))
  if (content && begun && !(await files.inTrash(content.trashId))) {
    const isOurs = outId !== null || (await files.holds(operation, content.sha256))
    if (isOurs && (await files.exists(operation))) await files.discard(moveOf(operation, content.trashId, after))
    else if (!isOurs && !finishing)
      throw new EvencastError('CONFLICT', `${nameOf(operation)} was changed since; move it away first.`)
  }
  if (outId !== null && begun) await files.restore(moveOf(operation, outId, before))
}

/** Returns what prevents it, as the start of a sentence; null when nothing does. */
export async function againstVersion(files: Files, operation: Restoring, way: 'redo' | 'undo'): Promise<string | null> {
  const { outId, content } = operation
  if (way === 'redo') {
    const exists = await files.exists(operation)
    if (outId === null && content && exists && !(await files.holds(operation, content.sha256)))
      return `Another ${operation.filename} is in the folder of ${operation.actorId}`
    return outId !== null && !exists ? `${nameOf(operation)} is no longer in its folder` : null
  }
  if (outId !== null && !(await files.inTrash(outId))) return `${nameOf(operation)} is no longer in the trash`
  if (outId !== null && !content && (await files.exists(operation)))
    return `Another ${operation.filename} is in the folder of ${operation.actorId}`
  if (outId === null && content && (await files.exists(operation)) && !(await files.holds(operation, content.sha256)))
    return `${nameOf(operation)} was changed since`
  return null
}
