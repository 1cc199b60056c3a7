import { randomUUID } from 'node:crypto'
import type { TaskView } from '../../contract/views.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'

type Kind = TaskView['kind']

export interface TaskControl {
  readonly signal: AbortSignal
  /** Reports progress. Snapshots are sent at most every 100 ms; the latest is always sent. */
  readonly progress: (phase: string, done: number, total: number, bytes?: TaskView['bytes']) => void
}

export interface Tasks {
  /** Starts `work` and returns its first snapshot at once. `finished` settles with the result of `work`. */
  start<T>(
    kind: Kind,
    phase: string,
    work: (control: TaskControl) => Promise<T>,
  ): { view: TaskView; finished: Promise<T> }
  /** Works like `start`, for callers that only need the snapshots. */
  launch(kind: Kind, phase: string, work: (control: TaskControl) => Promise<void>): TaskView
  list(): TaskView[]
  cancel(taskId: string): void
  /** Cancels all tasks and waits until they have stopped. */
  close(): Promise<void>
}

interface Running {
  view: TaskView
  readonly abort: AbortController
  readonly settled: Promise<unknown>
}

const INTERVAL_MS = 100

/** Creates the list of long-running tasks other than runs. Finished tasks are removed; only the last snapshot says how they ended. */
export function createTasks(emit: (task: TaskView) => void, log: (error: unknown) => void): Tasks {
  const running = new Map<string, Running>()

  const start: Tasks['start'] = (kind, phase, work) => {
    const taskId = randomUUID()
    const abort = new AbortController()
    const startedMs = performance.now()
    let emittedMs = 0
    let later: NodeJS.Timeout | undefined
    let view: TaskView = {
      taskId,
      kind,
      state: 'running',
      done: 0,
      total: 0,
      phase,
      etaSeconds: null,
      bytes: null,
      error: null,
    }
    const show = (next: TaskView, always: boolean) => {
      view = next
      const entry = running.get(taskId)
      if (entry) entry.view = next
      const waitMs = always ? 0 : emittedMs + INTERVAL_MS - performance.now()
      // A snapshot that comes too soon is sent later, because the next one may take long to come.
      if (waitMs > 0) return void (later ??= setTimeout(send, waitMs))
      send()
    }
    const send = () => {
      clearTimeout(later)
      later = undefined
      emittedMs = performance.now()
      emit(view)
    }
    const progress: TaskControl['progress'] = (phase, done, total, bytes = null) => {
      const elapsed = (performance.now() - startedMs) / 1000
      // Bytes predict the time that is left better than files do.
      const [handled, all] = bytes && bytes.done > 0 ? [bytes.done, bytes.total] : [done, total]
      const etaSeconds = handled > 0 && elapsed > 1 ? (elapsed / handled) * (all - handled) : null
      show({ ...view, phase, done, total, etaSeconds, bytes }, false)
    }
    const finished = Promise.resolve()
      .then(() => work({ signal: abort.signal, progress }))
      .then(
        (result) => {
          show({ ...view, state: 'done', done: view.total, etaSeconds: 0 }, true)
          return result
        },
        (error: unknown) => {
          const cancelled = abort.signal.aborted
          if (!cancelled && !(error instanceof EvencastError)) log(error)
          show({ ...view, state: cancelled ? 'cancelled' : 'failed', error: cancelled ? null : messageOf(error) }, true)
          throw error
        },
      )
      .finally(() => running.delete(taskId))
    running.set(taskId, { view, abort, settled: finished.catch(() => {}) })
    show(view, true)
    return { view, finished }
  }

  return {
    start,
    launch(kind, phase, work) {
      const { view, finished } = start(kind, phase, work)
      // The last snapshot reports the failure.
      finished.catch(() => {})
      return view
    },
    list: () => [...running.values()].map((task) => task.view),
    cancel: (taskId) => running.get(taskId)?.abort.abort(),
    close: async () => {
      for (const task of running.values()) task.abort.abort()
      await Promise.all([...running.values()].map((task) => task.settled))
    },
  }
}
