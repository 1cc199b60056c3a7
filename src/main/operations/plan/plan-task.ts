import type { TaskView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Activity } from '../context/activity.ts'
import type { Announcer } from '../context/announcer.ts'
import type { PlanContext } from './plan-context.ts'
import type { TaskControl, Tasks } from '../context/tasks.ts'
import { type Agreed, withAgreed } from '../vision/agreed.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { type FleetPlanning, planInFleet } from './plan-in-fleet.ts'
import { planActors } from './plan-actors.ts'

export interface PlanNeeds extends FleetPlanning {
  readonly context: PlanContext
  readonly tasks: Tasks
  readonly announcer: Announcer
  readonly activity: Activity
  readonly indexed: Promise<void>
  /** Fetches images that were already requested, because they are no gap. Runs before planning. */
  readonly bringHome: (signal?: AbortSignal) => Promise<void>
  /** Waits until all images of these actors are on this machine, because images in the store are no gap. */
  readonly imagesHere: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
}

/** Plans actors as a task that a window follows, by the joined fleet or else on this machine. Announces each plan when it is ready. */
export const planTask = (needs: PlanNeeds, actorIds: readonly string[], agreed: Agreed): TaskView =>
  needs.tasks.launch('plan', 'Planning', async (control) => {
    await needs.indexed
    const link = await needs.fleet.found
    if (link) return planInFleet(needs, link, actorIds, control)
    await needs.imagesHere(actorIds, control.signal)
    await needs.bringHome(control.signal)
    await withAgreed(needs.context, actorIds, agreed, (request) => planAll(needs, actorIds, control, request))
  })

async function planAll(
  { context, announcer, activity }: PlanNeeds,
  actorIds: readonly string[],
  { signal, progress }: TaskControl,
  visionRequest?: VisionRequest,
): Promise<void> {
  const { summary } = await planActors(context, actorIds, {
    signal,
    visionRequest,
    onActor: (done, total, actorId) => {
      progress(`Planned ${actorId}`, done, total)
      announcer.actors([actorId])
      context.emit({ type: 'plans', actorIds: [actorId] })
    },
  })
  for (const { actor_id, error } of summary.failed) activity.failures.set(actor_id, error)
  announcer.actors(summary.failed.map((actor) => actor.actor_id))
  if (summary.failed.length > 0 && actorIds.length === 1) throw new EvencastError('INTERNAL', summary.failed[0]!.error)
}
