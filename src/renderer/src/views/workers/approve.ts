import type { FleetActorView } from '../../../../main/contract/fleet.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

/** Approves these plans as shown, and reports how many were approved and which were replaced or cancelled meanwhile. */
export async function approve(actors: readonly FleetActorView[]): Promise<void> {
  const plans = actors.flatMap(({ actorId, plan }) => (plan === null ? [] : [{ actorId, plan }]))
  const answer = await attempt(() => api.fleet.approve({ plans }))
  if (!answer.ok) return
  const { approved, changed, cancelled } = answer.value
  if (changed.length + cancelled.length > 0)
    notify('warning', strings.workers.approvedSome(approved, changed, cancelled))
  else notify('info', strings.workers.approved(approved))
}
