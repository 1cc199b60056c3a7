import { EvencastError, messageOf } from '../domain/error.ts'
import { type Manifest, removeImage, upsertImage } from '../domain/manifest.ts'
import type { Bookkeeping, Stoppable } from './context.ts'
import { trashIdOf } from './delete-image.ts'
import { digestOf, editManifest, entryOf } from './manifests.ts'
import type { DeleteStep, GenerateStep, Step } from './records.ts'

const isDeletion = (step: Step): step is DeleteStep => step.kind === 'delete' && step.state === 'done' && !step.undone

/** Throws CONFLICT with the reason why this run cannot be undone and what to do; changes nothing. */
export async function refuseUndo({ runId, journal, ports }: Bookkeeping): Promise<void> {
  const later = journal.steps.laterUseOfFiles(runId)
  if (later) {
    throw new EvencastError(
      'CONFLICT',
      `The later run ${later.runId} has worked on ${later.filename} since. Undo that run first, then this one.`,
    )
  }
  const deletions = function* () {
    for (const actorId of journal.actors.toUndo(runId)) yield* journal.steps.ofActor(runId, actorId).filter(isDeletion)
  }
  for (const step of deletions()) {
    const { actorId, filename } = step
    const inTrash = await ports.files.inTrash(trashIdOf(step))
    if (inTrash !== (await ports.files.exists(actorId, filename))) continue
    throw new EvencastError(
      'CONFLICT',
      inTrash
        ? `Another ${filename} is in the place of the deleted one. Move it out of the folder of ${actorId}, then undo again.`
        : `${filename} of ${actorId} is no longer in the trash, so run ${runId} cannot be undone as a whole.`,
    )
  }
}

/**
 * Undoes a run: moves its images to the trash, restores its deletions, and restores the manifests. Every action can be repeated, so calling
 * this again finishes an interrupted undo. Throws after having tried every actor.
 */
export async function undoRun(context: Stoppable): Promise<void> {
  const { runId, journal, ports, stop } = context
  const errors: unknown[] = []
  for (const actorId of journal.actors.toUndo(runId)) {
    if (stop.requested) throw new EvencastError('CANCELLED', `Undoing run ${runId} was interrupted. Undo it again.`)
    try {
      await undoActor(context, actorId)
      ports.changed([actorId])
    } catch (error) {
      if (error instanceof EvencastError && error.code === 'UNAVAILABLE') throw error
      errors.push(error)
    }
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) {
    const message = `${errors.length} actors could not be undone. The first: ${messageOf(errors[0])}`
    throw new EvencastError('CONFLICT', message, { cause: errors[0] })
  }
}

async function undoActor(context: Bookkeeping, actorId: string): Promise<void> {
  const { runId, journal, ports } = context
  const { bytes, manifest } = await ports.manifests.read(actorId)
  const actor = journal.actors.get(runId, actorId)
  if (bytes && !actor?.interfered && digestOf(manifest) === actor?.digestTo)
    journal.actors.keepAfter(runId, actorId, bytes)
  const done = journal.steps.ofActor(runId, actorId).filter((step) => step.state === 'done')
  for (const step of done) {
    if (step.undone) continue
    await (step.kind === 'generate' ? withdraw(context, step) : putBack(context, step))
    journal.log.setUndone(step, true)
    context.say()
  }
  await undoManifest(context, actorId, done)
  journal.actors.setUndone(runId, actorId)
}

/** Moves a generated image to the trash instead of deleting it, so that a paid image can be restored. */
async function withdraw({ runId, ports, say }: Bookkeeping, step: GenerateStep): Promise<void> {
  const { actorId, filename } = step
  const trashId = trashIdOf(step)
  if (filename === null || (await ports.files.inTrash(trashId))) return
  say(`Removing ${filename}`)
  const { manifest } = await ports.manifests.read(actorId)
  const entry = entryOf(manifest, filename) ?? null
  try {
    await ports.files.discard({ trashId, actorId, filename, reason: 'undone', runId, entry })
  } catch (error) {
    // Somebody has removed the image already.
    if (!(error instanceof EvencastError) || error.code !== 'NOT_FOUND') throw error
  }
}

async function putBack({ ports, say }: Bookkeeping, step: DeleteStep): Promise<void> {
  say(`Bringing ${step.filename} back`)
  const trashId = trashIdOf(step)
  if (await ports.files.inTrash(trashId)) return ports.files.restore(trashId)
  if (await ports.files.exists(step.actorId, step.filename)) return
  throw new EvencastError('NOT_FOUND', `${step.filename} of ${step.actorId} is no longer in the trash.`)
}

/**
 * Restores the exact bytes from before the run as long as nobody else has changed the manifest; otherwise reverts only the run's own
 * changes and keeps everything that a person did since.
 */
async function undoManifest(context: Bookkeeping, actorId: string, done: readonly Step[]): Promise<void> {
  const actor = context.journal.actors.get(context.runId, actorId)
  if (!actor) return
  // An interrupted undo may have restored it already; that is no change by somebody else.
  const ours = new Set([actor.digestTo, actor.digestBefore])
  const restored =
    !actor.interfered &&
    (await context.ports.manifests.restoreBytes(actorId, actor.manifestBefore, (current) =>
      ours.has(digestOf(current)),
    ))
  if (!restored) await editManifest(context, actorId, (manifest) => done.reduce(takeOut, manifest))
}

function takeOut(manifest: Manifest, step: Step): Manifest {
  if (step.kind === 'generate') return step.filename === null ? manifest : removeImage(manifest, step.filename)
  return step.entry && !entryOf(manifest, step.filename) ? upsertImage(manifest, step.filename, step.entry) : manifest
}
