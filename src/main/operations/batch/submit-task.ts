import type { TaskView } from '../../contract/views.ts'
import { measureActors } from '../assess/measure-actors.ts'
import type { Announcer } from '../context/announcer.ts'
import type { BatchContext } from './batch-context.ts'
import type { TaskControl, Tasks } from '../context/tasks.ts'
import { quoteVision } from '../vision/quote.ts'
import type { Batches } from './batches.ts'

export interface BatchTaskNeeds {
  readonly context: BatchContext
  readonly tasks: Tasks
  readonly announcer: Announcer
  readonly indexed: Promise<void>
  readonly batches: Batches
  /** Starts polling open batches. */
  readonly followBatches: () => void
  /** Returns true while the library is being closed. */
  readonly leaving: () => boolean
}

/** Submits a batch of the images due for these actors, as a task that a window follows. */
export const submitTask = (needs: BatchTaskNeeds, actorIds: readonly string[]): TaskView =>
  needs.tasks.launch('batch', 'Submitting', (control) => submit(needs, actorIds, control))

async function submit(
  { context, announcer, indexed, batches, followBatches, leaving }: BatchTaskNeeds,
  actorIds: readonly string[],
  { signal, progress }: TaskControl,
): Promise<void> {
  await indexed
  await measureActors(context, actorIds, signal, (done, total, actorId) => progress(`Measured ${actorId}`, done, total))
  announcer.actors(actorIds)
  const quote = await quoteVision(context, actorIds)
  if (quote === null || quote.images === 0) return
  progress('Submitting', 0, 0)
  try {
    await batches.handIn(quote, signal)
  } catch (error) {
    // A user who cancelled does not want the batch. After the library is closed, its submission continues at the next start.
    if (signal.aborted && !leaving()) await batches.cancelSending()
    throw error
  }
  followBatches()
}
