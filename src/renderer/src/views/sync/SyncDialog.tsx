import { useState } from 'react'
import type { SyncRequestView } from '../../../../main/contract/views.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { mergeStarted, useRuns } from '../../model/work/runs-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { SyncPreview } from './SyncPreview.tsx'
import { SyncProgress } from './SyncProgress.tsx'
import { SyncResult } from './SyncResult.tsx'
import './sync.css'

const NO_OPTIONS: SyncRequestView = { delete: false, yesDelete: false, download: [], conflicts: {} }

/** Preview, progress and result of a sync, which continues when the dialog is closed. */
export function SyncDialog() {
  const store = useLibrary((state) => state.settings?.values.store ?? '')
  const tasks = useRuns((state) => state.tasks)
  const [options, setOptions] = useState(NO_OPTIONS)
  const [taskId, setTaskId] = useState(() => [...tasks.values()].findLast(isRunningSync)?.taskId ?? null)
  const task = taskId === null ? null : (tasks.get(taskId) ?? null)

  const start = async (wanted: SyncRequestView) => {
    const started = await attempt(() => api.store.sync(wanted))
    if (!started.ok) return
    mergeStarted(started.value)
    setOptions(wanted)
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
          onAgain={() => void start(options)}
          onCompare={() => setTaskId(null)}
        />
      )}
    </Dialog>
  )
}

const isRunningSync = (task: { readonly kind: string; readonly state: string }): boolean =>
  task.kind === 'sync' && task.state === 'running'
