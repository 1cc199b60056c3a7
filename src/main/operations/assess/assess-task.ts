import type { TaskView } from '../../contract/views.ts'
import type { Announcer } from '../context/announcer.ts'
import type { AssessContext } from './assess-context.ts'
import type { TaskControl, Tasks } from '../context/tasks.ts'
import { type Agreed, withAgreed } from '../vision/agreed.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { assessActor } from './assess-actor.ts'

export interface AssessNeeds {
  readonly context: AssessContext
  readonly tasks: Tasks
  readonly announcer: Announcer
  readonly indexed: Promise<void>
  /** Waits until all images of these actors are on this machine. */
  readonly imagesHere: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
}

/** Assesses actors one after the other, as a task that a window follows. */
export const assessTask = (needs: AssessNeeds, actorIds: readonly string[], agreed: Agreed): TaskView =>
  needs.tasks.launch('assess', 'Assessing', async (control) => {
    await needs.indexed
    await withAgreed(needs.context, actorIds, agreed, (request) => assessAll(needs, actorIds, control, request))
  })

async function assessAll(
  { context, announcer, imagesHere }: AssessNeeds,
  actorIds: readonly string[],
  { signal, progress }: TaskControl,
  visionRequest?: VisionRequest,
): Promise<void> {
  let done = 0
  for (const actorId of actorIds) {
    signal.throwIfAborted()
    progress(`Assessing ${actorId}`, done++, actorIds.length)
    await imagesHere([actorId], signal)
    if (!context.folders.has(actorId) || context.catalog.actors.get(actorId)?.problem) continue
    // Measures are shown even when the cost limit ends the vision request.
    await assessActor(context, actorId, signal, visionRequest).finally(() => announcer.actors([actorId]))
  }
  progress('Assessed', done, actorIds.length)
}
