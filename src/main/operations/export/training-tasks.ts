import type { TaskView } from '../../contract/views.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { isOpen, type TrainingRecord } from '../../training/training-record.ts'
import type { Tasks } from '../context/tasks.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { Trainings, TrainRequest } from './train.ts'
import { exportsBase } from './training-views.ts'
import { type KeptExport, keptExports } from './versions.ts'

export interface TrainingTasks {
  /** Trains with an export, or goes on with its training. Cancelling the task cancels the training. */
  start(version: KeptExport, options?: TrainingTaskOptions): TaskView
  /** Goes on with every training of the library's exports that has not come to its end. */
  follow(): void
}

type TrainingTaskOptions = Pick<TrainRequest, 'destination' | 'resumeOnly'>

export interface TrainingTaskPorts {
  readonly context: PlanContext
  readonly tasks: Tasks
  readonly trainings: Trainings
  /** The library is being closed: trainings go on without it. */
  readonly leaving: () => boolean
}

export function createTrainingTasks({ context, tasks, trainings, leaving }: TrainingTaskPorts): TrainingTasks {
  const underWay = new Set<string>()

  async function done({ dir }: KeptExport, work: () => Promise<TrainingRecord>): Promise<void> {
    underWay.add(dir)
    try {
      const { state, destination, note } = await work()
      const level = state === 'succeeded' ? 'info' : 'warning'
      const said =
        state === 'succeeded'
          ? 'is trained; its weights are with the export'
          : `was not trained: ${note ?? 'it was cancelled.'}`
      context.emit({ type: 'notice', level, message: `${destination} ${said}${state === 'succeeded' ? '.' : ''}` })
    } finally {
      underWay.delete(dir)
    }
  }

  function start(version: KeptExport, options: TrainingTaskOptions = {}): TaskView {
    const { dir, lock } = version
    if (underWay.has(dir)) throw new EvencastError('CONFLICT', `${lock.name} is being trained already.`)
    return tasks.launch('training', `Training ${lock.name}`, async ({ signal, progress }) => {
      const onProgress = ({ phase, done: n, total }: { phase: string; done: number; total: number }): void =>
        progress(phase, n, total)
      const limitUsd = context.settings().maxCostUsd
      try {
        await done(version, () => trainings.train(dir, { ...options, limitUsd, signal, onProgress }))
      } catch (error) {
        if (signal.aborted && !leaving()) await cancel(version)
        throw error
      }
    })
  }

  /** Somebody changed their mind; whoever only leaves finds it going on. */
  async function cancel(version: KeptExport): Promise<void> {
    await done(version, () => trainings.cancel(version.dir, new AbortController().signal)).catch((error: unknown) => {
      // Called off before anything was asked for: there is nothing to cancel.
      if (error instanceof EvencastError && error.code === 'NOT_FOUND') return
      context.emit({ type: 'notice', level: 'warning', message: messageOf(error) })
    })
  }

  return {
    start,
    follow: () =>
      void keptExports(exportsBase(context), null)
        .then((found) => {
          for (const version of found)
            if (version.training && isOpen(version.training) && !underWay.has(version.dir))
              start(version, { resumeOnly: true })
        })
        .catch((error: unknown) => context.log.warn({ err: error }, 'trainings not followed')),
  }
}
