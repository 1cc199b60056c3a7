import type { Bookkeeping } from './context.ts'
import { deleteImage, trashIdOf } from './delete-image.ts'
import { isPlaced, placeImage } from './place-image.ts'
import type { Step } from './records.ts'

/** Finishes steps that were done on disk but not recorded; every other intended step becomes pending again. Starts nothing. */
export async function reconcile(context: Bookkeeping): Promise<void> {
  const { runId, journal } = context
  for (const step of journal.steps.intended(runId)) await finishIfActed(context, step)
  journal.log.settle(runId)
}

async function finishIfActed(context: Bookkeeping, step: Step): Promise<void> {
  if (step.kind === 'delete') {
    if (await context.ports.files.inTrash(trashIdOf(step))) await deleteImage(context, step)
  } else if (await isPlaced(context, step)) {
    await placeImage(context, step, null)
  }
}
