import { EvencastError } from '../domain/error.ts'
import { batchesOf } from '../kit/batches-of.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { applyToManifest } from './apply-to-manifest.ts'
import type { EditContext } from './edit-context.ts'
import type { EditPorts } from './ports.ts'
import { applyVersion, undoVersion } from './restore-version.ts'
import { actorsOf, type Edit, isMoving, type Moving, type Operation, type Way } from './records.ts'

/** Files moved concurrently; each waits for the disk several times. */
const FILES_AT_ONCE = 8
const ACTORS_AT_ONCE = 4
/** Captions that one thread writes at a time. */
const PART = 250
const PARTS_AT_ONCE = 2

/** Returns true for an error that means that a file is missing or another is in its place. */
const isMisplaced = (error: unknown): boolean =>
  error instanceof EvencastError && (error.code === 'NOT_FOUND' || error.code === 'CONFLICT')

/**
 * Applies an edit completely, or undoes it, from whatever state it is in: files first, then the manifests that describe them. Safe to
 * repeat from any point. With `finishing`, the edit was interrupted or failed, so a file that is not in its expected place is skipped.
 */
export async function applyEdit(
  context: EditContext,
  edit: Edit,
  way: Way,
  { finishing }: { readonly finishing: boolean },
): Promise<void> {
  const { operations } = edit
  const moving = operations.filter(isMoving)
  await inParallel(moving, FILES_AT_ONCE, async (operation) => {
    try {
      await act(context.ports, operation, way, finishing)
    } catch (error) {
      if (!finishing || !isMisplaced(error)) throw error
    }
  })
  for (const operation of operations) {
    if (operation.kind !== 'target') continue
    await context.ports.writeTarget(operation.actorId, way === 'redo' ? operation.after : operation.before)
  }
  // Manifests are computed while captions are written, because these do not affect them.
  const writing = writeCaptions(context, operations, way, finishing)
  const inManifests = actorsOf(operations.filter(({ kind }) => kind !== 'target'))
  const applying = inParallel(inManifests, ACTORS_AT_ONCE, (actorId) =>
    applyToManifest(context, edit, way, actorId, writing),
  )
  const [written, applied] = await Promise.allSettled([writing, applying])
  for (const each of [written, applied]) if (each.status === 'rejected') throw each.reason
}

async function writeCaptions(
  { ports }: EditContext,
  operations: readonly Operation[],
  way: Way,
  finishing: boolean,
): Promise<void> {
  const captions = operations.filter((operation) => operation.kind === 'caption')
  await inParallel([...Map.groupBy(captions, ({ actorId }) => actorId)], ACTORS_AT_ONCE, async ([actorId, own]) => {
    const folder = await ports.files.captionFolder(actorId)
    const writes = own.map(({ filename, file, before, after }) => {
      const [from, to] = way === 'redo' ? [before, after] : [after, before]
      return { filename, file, from, to }
    })
    await inParallel(batchesOf(writes, PART), PARTS_AT_ONCE, async (part) => {
      const faults = await folder.write(part)
      const fault = faults.find((each) => each !== null && !(finishing && isMisplaced(each)))
      if (fault) throw fault
    })
    await folder.sync()
  })
}

async function act({ files }: EditPorts, operation: Moving, way: Way, finishing: boolean): Promise<void> {
  if (operation.kind === 'restore')
    return way === 'redo' ? applyVersion(files, operation) : undoVersion(files, operation, finishing)
  if (operation.kind === 'move') {
    await (way === 'redo' ? files.move(operation, operation.to) : files.move(operation.to, operation))
    return
  }
  if ((operation.kind === 'trash') === (way === 'redo')) return files.discard(operation)
  if (!(await files.inTrash(operation.trashId)) && (await files.exists(operation))) return
  return files.restore(operation)
}
