import type { HistoryView } from '../../../../main/contract/views.ts'
import { type Outcome, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { setHistory, useLibrary } from '../library/library-store.ts'
import { inTurn } from '../../base/host/in-turn.ts'

interface EditRequest {
  readonly call: () => PromiseLike<HistoryView>
  /** Runs before the next edit is sent. */
  readonly accepted?: () => Promise<void> | void
  /** Removes from the screen what it showed ahead of the answer. */
  readonly refused?: () => void
  /** Offered beside the reason of a refusal. */
  readonly retry?: () => void
}

export type EditAnswer = Outcome<HistoryView>

/** Every answer with the state of the history is taken here. Never rejects. */
async function takeHistory(call: () => PromiseLike<HistoryView>): Promise<EditAnswer> {
  const answer = await outcome(call())
  if (answer.ok) setHistory(answer.value)
  return answer
}

/** The one way in which an edit reaches the core: after the edits before it. A refusal is shown to the user. */
export const edit = ({ call, accepted, refused, retry }: EditRequest): Promise<EditAnswer> =>
  inTurn(async () => {
    const answer = await takeHistory(call)
    if (answer.ok) {
      await accepted?.()
      return answer
    }
    refused?.()
    notify('error', answer.problem.message, retry && { label: strings.retry, run: retry })
    return answer
  })

/**
 * Undoes an edit of this window if it is still the latest one in the history; an edit that was refused needs no undoing. Returns false
 * when the edit still holds. To be called in its turn.
 */
export async function undoEdit(made: Promise<EditAnswer>): Promise<boolean> {
  const answer = await made
  const entry = answer.ok ? answer.value.undo : null
  if (entry === null) return true
  if (useLibrary.getState().history.undo?.id !== entry.id) {
    notify('warning', strings.culling.changedSince)
    return false
  }
  const undone = await takeHistory(() => api.history.undo())
  if (!undone.ok) notify('error', undone.problem.message)
  return undone.ok
}
