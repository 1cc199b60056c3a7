import { EvencastError } from '../domain/error.ts'
import { type Manifest, removeImage, upsertImage } from '../domain/manifest.ts'
import type { Bookkeeping, Stoppable } from './context.ts'
import { trashIdOf } from './delete-image.ts'
import { digestOf, editManifest, entryOf } from './manifests.ts'
import { entryFor } from './place-image.ts'
import type { DeleteStep, GenerateStep, Step } from './records.ts'

/** Throws CONFLICT with the reason why an undone run cannot be redone; changes nothing. */
export async function refuseRedo({ runId, journal, ports }: Bookkeeping): Promise<void> {
  for (const actorId of journal.actors.toRedo(runId)) {
    for (const step of journal.steps.ofActor(runId, actorId)) {
      if (!step.undone || step.filename === null) continue
      const inTrash = await ports.files.inTrash(trashIdOf(step))
      const exists = await ports.files.exists(actorId, step.filename)
      const where = step.kind === 'generate' ? 'in the trash' : `in the folder of ${actorId}`
      if (inTrash && exists && step.kind === 'generate')
        throw new EvencastError('CONFLICT', `Another ${step.filename} is in the folder of ${actorId}.`)
      if (!inTrash && !exists)
        throw new EvencastError('CONFLICT', `${step.filename} is no longer ${where}, so the run cannot be redone.`)
    }
  }
}

/** Redoes an undone run. Every action can be repeated, so calling this again finishes an interrupted redo. */
export async function redoRun(context: Stoppable): Promise<void> {
  const { runId, journal, ports, stop } = context
  for (const actorId of journal.actors.toRedo(runId)) {
    if (stop.requested) throw new EvencastError('CANCELLED', `Redoing run ${runId} was interrupted. Try again.`)
    const done = journal.steps.ofActor(runId, actorId).filter((step) => step.state === 'done')
    for (const step of done) {
      if (!step.undone) continue
      await (step.kind === 'generate' ? bringBack(context, step) : deleteAgain(context, step))
      journal.log.setUndone(step, false)
      context.say()
    }
    await redoManifest(context, actorId, done)
    journal.actors.setRedone(runId, actorId)
    ports.changed([actorId])
  }
}

async function bringBack({ ports, say }: Bookkeeping, step: GenerateStep): Promise<void> {
  if (step.filename === null) return
  say(`Bringing ${step.filename} back`)
  const trashId = trashIdOf(step)
  if (await ports.files.inTrash(trashId)) return ports.files.restore(trashId)
  if (await ports.files.exists(step.actorId, step.filename)) return
  throw new EvencastError('NOT_FOUND', `${step.filename} of ${step.actorId} is no longer in the trash.`)
}

async function deleteAgain({ runId, ports, say }: Bookkeeping, step: DeleteStep): Promise<void> {
  const { actorId, filename, payload } = step
  say(`Moving ${filename} to the trash`)
  const { manifest } = await ports.manifests.read(actorId)
  const entry = entryOf(manifest, filename) ?? step.entry
  await ports.files.discard({ trashId: trashIdOf(step), actorId, filename, reason: payload.reason, runId, entry })
}

/**
 * Restores the exact bytes that the run had left while the manifest is as it was before the run; otherwise applies only the run's own
 * changes.
 */
async function redoManifest(context: Bookkeeping, actorId: string, done: readonly Step[]): Promise<void> {
  const actor = context.journal.actors.get(context.runId, actorId)
  if (!actor) return
  const ours = new Set([actor.digestTo, actor.digestBefore])
  const restored =
    actor.manifestAfter !== null &&
    (await context.ports.manifests.restoreBytes(actorId, actor.manifestAfter, (current) => ours.has(digestOf(current))))
  if (!restored) await editManifest(context, actorId, (manifest) => done.reduce(putIn, manifest))
}

function putIn(manifest: Manifest, step: Step): Manifest {
  if (step.kind === 'delete') return removeImage(manifest, step.filename)
  if (step.filename === null || !step.made || entryOf(manifest, step.filename)) return manifest
  return upsertImage(manifest, step.filename, entryFor(step, step.filename, step.made))
}
