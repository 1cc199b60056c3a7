import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { mergePlans, usePlans } from './plans-store.ts'

/** Fetches these actors' plans. Where the screen is ahead of the core, the answer to the last click follows. */
export async function loadPlans(actorIds: readonly string[]): Promise<void> {
  const plans = await outcome(api.plans.list({ actorIds: [...actorIds] }))
  if (!plans.ok) return
  const { clicks } = usePlans.getState()
  const settled = new Set(actorIds.filter((actorId) => !clicks.has(actorId)))
  mergePlans(
    [...settled],
    plans.value.filter(({ actorId }) => settled.has(actorId)),
  )
}
