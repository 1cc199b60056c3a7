import type { Event } from '../../contract/event.ts'

/** Tracks from the core's events whether a run or a task is in progress. */
export function createBusy(): { readonly note: (event: Event) => void; readonly is: () => boolean } {
  const working = new Set<string>()
  const set = (id: string, is: boolean): void => void (is ? working.add(id) : working.delete(id))
  return {
    note(event) {
      if (event.type === 'library') working.clear()
      else if (event.type === 'run') set(event.run.runId, ['running', 'cancelling'].includes(event.run.state))
      else if (event.type === 'task') set(event.task.taskId, event.task.state === 'running')
    },
    is: () => working.size > 0,
  }
}
