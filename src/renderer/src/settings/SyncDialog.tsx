import { ArrowDownToLine, ArrowUpFromLine, CircleAlert, CircleCheck, GitCompare, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLibrary } from '../app/library-store.ts'
import { closePanel, openPanel } from '../app/view-store.ts'
import { attempt } from '../host/attempt.ts'
import { api } from '../host/connect.ts'
import { mergeTask, useRuns } from '../runs/runs-store.ts'
import { strings } from '../strings.ts'
import { Empty, Spinner } from '../ui/Bits.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useAnswer } from './use-answer.ts'
import './settings.css'

/** What a sync would do; it runs in the dock. */
export function SyncDialog() {
  const { sync } = strings
  const { answer, again } = useAnswer(() => api.store.preview())
  const store = useLibrary((state) => state.settings?.values.store ?? '')
  const [removeToo, setRemoveToo] = useState(false)
  const plan = answer?.ok ? answer.value : null
  const nothing = plan !== null && plan.uploaded + plan.downloaded + plan.deleted + plan.conflicts.length === 0
  const start = async () => {
    const task = await attempt(() => api.store.sync({ delete: removeToo }))
    if (!task.ok) return
    if (!useRuns.getState().tasks.has(task.value.taskId)) mergeTask(task.value)
    closePanel()
  }
  return (
    <Dialog
      title={sync.title}
      intro={store || undefined}
      onClose={closePanel}
      footer={
        plan && !nothing ? (
          <>
            <span className="grow soft num">{sync.size(plan.bytes)}</span>
            <Button onClick={closePanel}>{strings.cancel}</Button>
            <Button look="primary" onClick={() => void start()}>
              {sync.start}
            </Button>
          </>
        ) : undefined
      }
    >
      {answer === null && (
        <p className="check-wait" role="status">
          <Spinner label="" /> {sync.loading}
        </p>
      )}
      {answer && !answer.ok && (
        <Empty icon={<CircleAlert size={30} />} title={answer.problem.message}>
          <Button onClick={() => openPanel('settings')}>{sync.settings}</Button>
          <Button onClick={again}>{strings.retry}</Button>
        </Empty>
      )}
      {nothing && <Empty icon={<CircleCheck size={30} />} title={sync.same} />}
      {plan && !nothing && (
        <ul className="sync-list num">
          {plan.uploaded > 0 && (
            <li>
              <ArrowUpFromLine size={17} aria-hidden /> {sync.upload(plan.uploaded)}
            </li>
          )}
          {plan.downloaded > 0 && (
            <li>
              <ArrowDownToLine size={17} aria-hidden /> {sync.download(plan.downloaded)}
            </li>
          )}
          {plan.deleted > 0 && (
            <li>
              <Trash2 size={17} aria-hidden /> {sync.remove(plan.deleted)}
              <label>
                <input type="checkbox" checked={removeToo} onChange={(event) => setRemoveToo(event.target.checked)} />
                {sync.removeToo}
              </label>
            </li>
          )}
          {plan.conflicts.length > 0 && (
            <li>
              <GitCompare size={17} aria-hidden /> {sync.conflicts(plan.conflicts.length)}
            </li>
          )}
          {plan.conflicts.length > 0 && (
            <li>
              <ul className="selectable">
                {plan.conflicts.map((file) => (
                  <li key={file}>{file}</li>
                ))}
              </ul>
            </li>
          )}
          {plan.failed.map((failure) => (
            <li key={failure.file}>
              <CircleAlert size={17} aria-hidden /> {failure.file}: {failure.error}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
