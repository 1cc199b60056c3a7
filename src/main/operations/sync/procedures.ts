import type { Procedures } from '../context/procedures.ts'
import type { SyncTask } from './sync-task.ts'

export const storeProcedures: Procedures<'store', { readonly syncTask: SyncTask }, 'preview' | 'sync'> = {
  preview: ({ syncTask }) => syncTask.preview(),
  sync: ({ syncTask }, { conflicts = {}, ...options }) =>
    syncTask.launch({
      ...options,
      conflicts: typeof conflicts === 'string' ? conflicts : new Map(Object.entries(conflicts)),
    }),
}
