import { outcome } from '../host/attempt.ts'
import { capabilities } from '../host/capabilities.ts'
import { api } from '../host/connect.ts'
import { strings } from '../strings.ts'
import { notify } from '../ui/notify.ts'
import { useLibrary } from './library-store.ts'

/** What was asked for and has not been answered yet: who leaves now would lose it. */
let unanswered = 0

const holdPage = (event: BeforeUnloadEvent): void => event.preventDefault()

function begin(): void {
  unanswered += 1
  // Only while there is something to lose: a page that may hold its tab is a slower one.
  if (unanswered === 1 && capabilities.asksBeforeLeaving) addEventListener('beforeunload', holdPage)
}

function end(): void {
  unanswered -= 1
  if (unanswered === 0) removeEventListener('beforeunload', holdPage)
}

/**
 * One thing after the other, in the order in which it was asked for, whatever becomes of the one before. A browser asks before it closes
 * the tab while one of them is under way.
 */
export function createTurns(): (task: () => Promise<void>) => void {
  let work: Promise<void> = Promise.resolve()
  return (task) => {
    begin()
    work = work.then(task).finally(end)
  }
}

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
