import type { TaskView } from '../../contract/views.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { isOpen, type TrainingRecord } from '../../training/training-record.ts'
import type { Tasks } from '../context/tasks.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { Trainings, TrainRequest } from './train.ts'
import { exportsBase } from './training-views.ts'
import { type KeptExport, keptExports } from './versions.ts'

export interface TrainingTasks {
  /** Starts or continues a training with an export. Cancelling the task cancels the training. */
  start(version: KeptExport, options?: TrainingTaskOptions): TaskView
  /** Continues every unfinished training of the library's exports. */
  follow(): void
}

type TrainingTaskOptions = Pick<TrainRequest, 'destination' | 'resumeOnly'>

export interface TrainingTaskPorts {
  readonly context: PlanContext
  readonly tasks: Tasks
  readonly trainings: Trainings
  /** Returns true while the library is being closed. Trainings then continue. */
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

  /** Cancels the training after the user cancelled the task; closing the library leaves it running. */
  async function cancel(version: KeptExport): Promise<void> {
    await done(version, () => trainings.cancel(version.dir, new AbortController().signal)).catch((error: unknown) => {
      // The task was cancelled before a training was requested.
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
