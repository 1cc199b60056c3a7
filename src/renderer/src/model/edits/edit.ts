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
  /** Removes the optimistic result from the screen. */
  readonly refused?: () => void
  /** Offered as Try again beside the error. */
  readonly retry?: () => void
}

export type EditAnswer = Outcome<HistoryView>

/** Applies the history state of an answer; every edit's answer passes here. Never rejects. */
async function takeHistory(call: () => PromiseLike<HistoryView>): Promise<EditAnswer> {
  const answer = await outcome(call())
  if (answer.ok) setHistory(answer.value)
  return answer
}

/** Sends an edit to the core, after all earlier edits. Every edit goes through here. A refusal is shown to the user. */
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
 * Undoes an edit of this window if it is still the latest in the history; a refused edit needs no undo. Returns false when the edit remains
 * in force. Call it within the edit queue.
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
