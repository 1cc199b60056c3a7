import type { SyncView, TaskView } from '../../contract/views.ts'
import type { Announcer } from '../context/announcer.ts'
import type { SyncContext } from './sync-context.ts'
import type { Tasks } from '../context/tasks.ts'
import type { Syncing, SyncOptions } from './sync-library.ts'
import { syncView } from './sync-views.ts'

/** Syncs as a window follows them. */
export interface SyncTask {
  /** What a sync would do, deletions included. */
  preview(): Promise<SyncView>
  launch(options: SyncOptions): TaskView
  /** What the last sync came to; null when there was none since the library was opened. */
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
          // What was done before it was cut short is shown too.
          announcer.actors(context.folders.keys())
        }
      }),
    last: () => last,
  }
}
