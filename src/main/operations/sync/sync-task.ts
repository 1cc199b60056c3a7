import type { SyncView, TaskView } from '../../contract/views.ts'
import type { Announcer } from '../context/announcer.ts'
import type { SyncContext } from './sync-context.ts'
import type { Tasks } from '../context/tasks.ts'
import type { Syncing, SyncOptions } from './sync-library.ts'
import { syncView } from './sync-views.ts'

/** Syncs as tasks that a window follows. */
export interface SyncTask {
  /** Returns what a sync would do, deletions included. */
  preview(): Promise<SyncView>
  launch(options: SyncOptions): TaskView
  /** Returns the outcome of the last sync; null when there was none since the library was opened. */
  last(): SyncView | null
}

export function createSyncTask({
  context,
  tasks,
  announcer,
  syncing,
  indexed,
}: {
  readonly context: SyncContext
  readonly tasks: Tasks
  readonly announcer: Announcer
  readonly syncing: Syncing
  readonly indexed: Promise<void>
}): SyncTask {
  let last: SyncView | null = null
  return {
    preview: async () => syncView(context, await syncing.sync({ dryRun: true, delete: true })),
    launch: (options) =>
      tasks.launch('sync', 'Syncing', async ({ signal, progress }) => {
        await indexed
        try {
          const outcome = await syncing.sync({
            ...options,
            signal,
            onProgress: ({ phase, done, total, bytes }) => progress(phase, done, total, bytes),
          })
          last = syncView(context, outcome)
        } finally {
          // An interrupted sync shows what it did, too.
          announcer.actors(context.folders.keys())
        }
      }),
    last: () => last,
  }
}
