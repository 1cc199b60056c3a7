import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { useLibrary } from '../library/library-store.ts'

/** Takes back an edit that was made here, if it is still the latest one. False: it still holds. */
export async function undoOwn(id: string): Promise<boolean> {
  if (useLibrary.getState().history.undo?.id !== id) {
    notify('warning', strings.culling.changedSince)
    return false
  }
  const result = await outcome(api.history.undo())
  if (result.ok) useLibrary.setState({ history: result.value })
  else notify('error', result.problem.message)
  return result.ok
}
