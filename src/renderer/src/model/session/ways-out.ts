import type { WayOutView } from '../../../../main/contract/views.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useActors } from '../library/actors-store.ts'
import { reviewActors } from '../culling/start.ts'
import { openActor } from '../shown/show-actor.ts'
import { openPanel } from '../window/view-store.ts'
import { changeGenerator } from '../work/plan-actions.ts'
import { lackingOf } from '../work/lacking.ts'
import { usePlans } from '../work/plans-store.ts'
import { chooseFiles } from '../edits/add-files.ts'
import type { z } from 'zod'

export type WayOut = z.infer<typeof WayOutView>

/** Switches to Replicate when its key is set, otherwise opens the settings where it is entered. */
async function otherGenerator(): Promise<void> {
  const secrets = await attempt(() => api.secrets.list())
  if (!secrets.ok) return
  const known = secrets.value.some(({ name, source }) => name === 'REPLICATE_API_TOKEN' && source !== null)
  if (known) return changeGenerator('replicate')
  openPanel('settings')
}

/** Opens an actor and the file dialog to add images to it. */
export function addTo(actorId: string): void {
  openActor(actorId)
  chooseFiles(actorId)
}

/** Starts one of the ways to fill a gap that the current generator cannot fill. */
export function takeWayOut(way: WayOut['way'], actorIds: readonly string[]): void {
  const lacking = lackingOf(actorIds, usePlans.getState().byActor, useActors.getState().byId).map(
    (each) => each.actorId,
  )
  const scope = lacking.length > 0 ? lacking : actorIds
  const [only, ...others] = scope
  if (way === 'generator') void otherGenerator()
  else if (way === 'review') void reviewActors(actorIds)
  else if (way === 'target') openPanel('targets', scope)
  else if (only !== undefined && others.length === 0) addTo(only)
  else openPanel('photographs', scope)
}
