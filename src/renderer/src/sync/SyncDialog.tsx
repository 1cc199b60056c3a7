import { useState } from 'react'
import type { SyncWishesView } from '../../../main/contract/views.ts'
import { useLibrary } from '../app/library-store.ts'
import { closePanel } from '../app/view-store.ts'
import { attempt } from '../host/attempt.ts'
import { api } from '../host/connect.ts'
import { mergeTask, useRuns } from '../runs/runs-store.ts'
import { strings } from '../strings.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { SyncPreview } from './SyncPreview.tsx'
import { SyncProgress } from './SyncProgress.tsx'
import { SyncResult } from './SyncResult.tsx'
import './sync.css'

const NO_WISHES: SyncWishesView = { delete: false, yesDelete: false, download: [], conflicts: {} }

/** What a sync would do, how far it is, and what it came to. It goes on when this is closed. */
export function SyncDialog() {
  const store = useLibrary((state) => state.settings?.values.store ?? '')
  const tasks = useRuns((state) => state.tasks)
  const [wishes, setWishes] = useState(NO_WISHES)
  const [taskId, setTaskId] = useState(() => [...tasks.values()].findLast(isRunningSync)?.taskId ?? null)
  const task = taskId === null ? null : (tasks.get(taskId) ?? null)

  const start = async (wanted: SyncWishesView) => {
    const started = await attempt(() => api.store.sync(wanted))
    if (!started.ok) return
    if (!useRuns.getState().tasks.has(started.value.taskId)) mergeTask(started.value)
    setWishes(wanted)
    setTaskId(started.value.taskId)
  }
  const { sync } = strings
  return (
    <Dialog title={sync.title} intro={store || undefined} onClose={closePanel}>
      {task === null ? (
        <SyncPreview onStart={start} />
      ) : task.state === 'running' ? (
        <SyncProgress task={task} />
      ) : (
        <SyncResult
          key={task.taskId}
          task={task}
          onAgain={() => void start(wishes)}
          onCompare={() => setTaskId(null)}
        />
      )}
    </Dialog>
  )
}

const isRunningSync = (task: { readonly kind: string; readonly state: string }): boolean =>
  task.kind === 'sync' && task.state === 'running'
