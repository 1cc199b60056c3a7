import { EvencastError } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import type { EditPorts } from './ports.ts'
import { againstVersion } from './restore-version.ts'
import { type Edit, isMoving, type Moving, type Place, type Way } from './records.ts'

const AT_ONCE = 16

/** Throws CONFLICT with what to do when an edit cannot be undone or redone; changes nothing. */
export async function refuse(ports: EditPorts, edit: Edit, way: Way): Promise<void> {
  const moving = edit.operations.filter(isMoving)
  const reasons = await inParallel(moving, AT_ONCE, (operation) => against(ports, operation, way))
  const reason = reasons.find((each) => each !== null)
  if (reason === undefined) return
  const act = way === 'undo' ? 'undone' : 'redone'
  throw new EvencastError('CONFLICT', `${reason}, so “${edit.name}” cannot be ${act}.`)
}

async function against({ files }: EditPorts, operation: Moving, way: Way): Promise<string | null> {
  if (operation.kind === 'restore') return againstVersion(files, operation, way)
  const lies = ({ actorId, filename }: Place) => `Another ${filename} is in the folder of ${actorId}`
  const lacks = ({ actorId, filename }: Place) => `${filename} is no longer in the folder of ${actorId}`
  if (operation.kind === 'move') {
    const [from, to] = way === 'redo' ? [operation, operation.to] : [operation.to, operation]
    if (!(await files.exists(from))) return lacks(from)
    return (await files.exists(to)) ? lies(to) : null
  }
  const [inTrash, exists] = await Promise.all([files.inTrash(operation.trashId), files.exists(operation)])
  if ((operation.kind === 'trash') === (way === 'redo')) return exists || inTrash ? null : lacks(operation)
  if (inTrash) return exists ? lies(operation) : null
  return exists ? null : `${operation.filename} of ${operation.actorId} is no longer in the trash`
}
