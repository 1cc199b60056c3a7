import type { TargetChoice } from '../../../../main/contract/targets.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { planAgain } from '../work/plan-actions.ts'
import { edit } from './edit.ts'
import { EDIT_TOAST } from './edit-toast.ts'
import { undo } from './history-steps.ts'

/**
 * Sets the target of these actors, or with null returns them to the library's target. This is one edit, after which actors with a plan are
 * planned again. Returns false when it was refused.
 */
export async function setTargets(actorIds: readonly string[], target: TargetChoice | null): Promise<boolean> {
  const answer = await edit({
    call: () => api.targets.set({ actorIds: [...actorIds], target }),
    retry: () => void setTargets(actorIds, target),
  })
  if (!answer.ok) return false
  void planAgain(actorIds)
  notify('info', strings.targets.set(actorIds.length), { label: strings.undo, run: () => void undo() }, EDIT_TOAST)
  return true
}
