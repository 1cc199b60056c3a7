import { EvencastError } from '../domain/error.ts'
import { removeImage } from '../domain/manifest.ts'
import type { Bookkeeping } from './context.ts'
import { editManifest, entryOf, labelOf } from './manifests.ts'
import type { DeleteStep, Step } from './records.ts'

/** Returns the id of a step's item in the trash, which is the same after a restart. */
export const trashIdOf = ({ runId, n }: Step): string => `${runId}-${n}`

/** Moves an image to the trash, then removes its manifest entry. Safe to repeat from any point. */
export async function deleteImage(context: Bookkeeping, step: DeleteStep): Promise<void> {
  const { journal, ports, runId } = context
  const { actorId, filename } = step
  const trashId = trashIdOf(step)
  if (await ports.files.inTrash(trashId)) {
    // An earlier process may have crashed before the image's sidecars were moved.
    await ports.files.discard({ trashId, actorId, filename, reason: step.payload.reason, runId, entry: step.entry })
  } else {
    const { manifest } = await ports.manifests.read(actorId)
    const entry = entryOf(manifest, filename)
    const label = labelOf(entry)
    if (label !== step.label && label !== '' && entry?.verdict !== 'reject') {
      journal.log.finish(step, 'skipped', `${filename} was classified by hand since the plan was made, so it stays.`)
      return
    }
    journal.log.intendDeletion(step, entry ?? null)
    context.say(`Moving ${filename} to the trash`)
    const { reason } = step.payload
    try {
      await ports.files.discard({ trashId, actorId, filename, reason, runId, entry: entry ?? null })
    } catch (error) {
      if (!(error instanceof EvencastError) || error.code !== 'NOT_FOUND') throw error
      await editManifest(context, actorId, (current) => removeImage(current, filename))
      journal.log.finish(step, 'skipped', `${filename} was already gone.`)
      return
    }
  }
  await editManifest(context, actorId, (current) => removeImage(current, filename))
  journal.log.finish(step, 'done', null)
}
