import type { PlanView } from '../../contract/views.ts'
import { type ActorRow, actorRow } from '../../contract/actor-columns.ts'
import type { MediaFile } from '../../media/web.ts'
import { generationPrice } from '../plan/generation-price.ts'
import { viewPlans } from '../plan/view-plan.ts'
import { presentActors } from './present.ts'
import type { ViewContext } from './view-context.ts'
import type { Activity } from '../context/activity.ts'

/** Returns a small WebP of a file; null when it cannot be shown. */
export type Thumbnail = (source: MediaFile, signal?: AbortSignal) => Promise<Buffer | null>

export interface PlannedRow {
  readonly row: ActorRow
  /** Null when there is no plan or it is stale. */
  readonly plan: PlanView | null
}

/** Yields the rows of actors with their plans, in the requested order. Missing actors are left out. */
export async function* actorRows(
  context: ViewContext,
  activity: Activity,
  actorIds: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<PlannedRow> {
  const price = generationPrice(context)
  for (const actorId of actorIds) {
    signal?.throwIfAborted()
    const [actor] = presentActors(context, activity, [actorId])
    if (!actor) continue
    const [view] = await viewPlans(context, activity, [actorId])
    const plan = view && !view.stale ? view : null
    yield { row: actorRow(actor, plan, price), plan }
  }
}
