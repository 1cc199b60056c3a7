import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

/** Lets workers run these plans, and says how many it were. */
export async function approve(actorIds: string[] | 'all'): Promise<void> {
  const approved = await attempt(() => api.fleet.approve({ actorIds }))
  if (approved.ok) notify('info', strings.workers.approved(approved.value))
}
