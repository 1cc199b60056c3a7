import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { mergePlans } from './plans-store.ts'

/** Shows what the core has of these actors' plans now. */
export async function loadPlans(actorIds: readonly string[]): Promise<void> {
  const plans = await outcome(api.plans.list({ actorIds: [...actorIds] }))
  if (plans.ok) mergePlans(actorIds, plans.value)
}
