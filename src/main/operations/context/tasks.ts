import { randomUUID } from 'node:crypto'
import type { TaskView } from '../../contract/views.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'

type Kind = TaskView['kind']

export interface TaskControl {
  readonly signal: AbortSignal
  /** Reports where the task stands; snapshots go out at most every 100 ms, the latest always. */
  readonly progress: (phase: string, done: number, total: number, bytes?: TaskView['bytes']) => void
}

export interface Tasks {
  /** Starts `work` and answers its first snapshot at once. `finished` settles with the work's own result. */
  start<T>(
    kind: Kind,
    phase: string,
    work: (control: TaskControl) => Promise<T>,
  ): { view: TaskView; finished: Promise<T> }
  /** As `start`, for callers that follow it by its snapshots alone. */
  launch(kind: Kind, phase: string, work: (control: TaskControl) => Promise<void>): TaskView
  list(): TaskView[]
  cancel(taskId: string): void
  /** Cancels all and waits until they have stopped. */
  close(): Promise<void>
}

interface Running {
  view: TaskView
  readonly abort: AbortController
  readonly settled: Promise<unknown>
}

const INTERVAL_MS = 100

/** Long work that is not a run. Finished tasks are forgotten; only the last snapshot tells how they ended. */
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
      // What is held back now goes out later: the next thing to report may be long in coming.
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
      // Where bytes are moved they tell better than files how much is left.
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
      // Its last snapshot tells of the failure.
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
