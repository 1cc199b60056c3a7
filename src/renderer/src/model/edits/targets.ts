import type { TargetChoice } from '../../../../main/contract/targets.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { planAgain } from '../work/plan-actions.ts'
import { edit } from './edit.ts'
import { EDIT_TOAST } from './edit-toast.ts'
import { undo } from './history-steps.ts'

/** Gives actors a target of their own; null: the library's again. One edit for all of them, after which those with a plan are planned again. False: it was refused. */
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
