import { ArrowUpFromLine, CircleCheck, CloudOff, FolderX, GitCompare, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ResolutionView, SyncView, SyncRequestView } from '../../../../main/contract/views.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel, openPanel } from '../../model/window/view-store.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { NoAnswer } from '../../base/ui/NoAnswer.tsx'
import { bytes } from '../../base/strings/format.ts'
import { SyncConflicts } from './SyncConflicts.tsx'
import { SyncOffer } from './SyncOffer.tsx'
import { SyncRow } from './SyncRow.tsx'

type Start = (options: SyncRequestView) => Promise<void>

/** Shows the preview, or asks for a store when none is set. */
export function SyncPreview({ onStart }: { readonly onStart: Start }) {
  const store = useLibrary((state) => state.settings?.values.store ?? '')
  const { sync } = strings
  return store === '' ? (
    <Empty icon={<CloudOff size={30} />} title={sync.noStore} text={sync.noStoreText}>
      <Button variant="primary" onClick={() => openPanel('settings')}>
        {sync.settings}
      </Button>
    </Empty>
  ) : (
    <Comparison onStart={onStart} />
  )
}

/** Compares library and store, and shows what a sync would do. */
function Comparison({ onStart }: { readonly onStart: Start }) {
  const { sync } = strings
  const { answer, again } = useAnswer(() => api.store.preview())
  if (!answer?.ok)
    return (
      <NoAnswer answer={answer} loading={sync.loading} again={again}>
        <Button onClick={() => openPanel('settings')}>{sync.settings}</Button>
      </NoAnswer>
    )
  const { uploaded, offered, deleted, conflictCount, emptied } = answer.value
  const nothing = uploaded.files + offered.files + deleted.files + conflictCount + emptied.length === 0
  return nothing ? (
    <Empty icon={<CircleCheck size={30} />} title={sync.inStep} text={sync.nothingToDo} />
  ) : (
    <Plan view={answer.value} onStart={onStart} />
  )
}

function Plan({ view, onStart }: { readonly view: SyncView; readonly onStart: Start }) {
  const { sync } = strings
  const { uploaded, offered, deleted, deletions, conflicts, conflictCount, emptied } = view
  const [removing, setRemoving] = useState(false)
  const [fetched, setFetched] = useState<ReadonlySet<string>>(new Set())
  const [choices, setChoices] = useState<Readonly<Record<string, ResolutionView>>>({})
  const [asking, setAsking] = useState(false)
  const [starting, setStarting] = useState(false)
  const fetching = offered.actors.filter(({ actorId }) => fetched.has(actorId))
  const moved = [uploaded, ...fetching].reduce((sum, amount) => sum + amount.bytes, 0)
  const idle =
    uploaded.files === 0 &&
    fetching.length === 0 &&
    !(removing && deleted.files > 0) &&
    Object.keys(choices).length === 0

  const start = async () => {
    if (removing && deletions.ask && !asking) return setAsking(true)
    setStarting(true)
    await onStart({ delete: removing, yesDelete: asking, download: [...fetched], conflicts: choices })
    setStarting(false)
  }
  return (
    <>
      <ul className="sync-list num">
        {uploaded.files > 0 && (
          <SyncRow icon={<ArrowUpFromLine size={17} aria-hidden />} aside={bytes(uploaded.bytes)}>
            {sync.upload(uploaded.files)}
          </SyncRow>
        )}
        {offered.files > 0 && <SyncOffer offered={offered} chosen={fetched} onChoose={setFetched} />}
        {deleted.files > 0 && (
          <SyncRow icon={<Trash2 size={17} aria-hidden />} aside={bytes(deleted.bytes)} text={sync.removeText}>
            <label>
              <input
                type="checkbox"
                checked={removing}
                onChange={(event) => {
                  setRemoving(event.target.checked)
                  setAsking(false)
                }}
              />
              {sync.remove(deleted.files)}
            </label>
          </SyncRow>
        )}
        {emptied.map((actorId) => (
          <SyncRow key={actorId} icon={<FolderX size={17} aria-hidden />} text={sync.emptiedText} level="warning">
            {sync.emptied(actorId)}
          </SyncRow>
        ))}
        {conflictCount > 0 && (
          <SyncRow icon={<GitCompare size={17} aria-hidden />} text={sync.conflictsText}>
            {sync.conflicts(conflictCount)}
          </SyncRow>
        )}
      </ul>
      {conflictCount > 0 && (
        <SyncConflicts
          conflicts={conflicts}
          more={conflictCount - conflicts.length}
          choices={choices}
          onChoose={setChoices}
        />
      )}
      <div className="sync-foot" data-asking={asking || undefined}>
        {asking ? (
          <>
            <span role="alert">{sync.sure(deletions.count, deletions.of)}</span>
            <Button onClick={() => setAsking(false)}>{strings.cancel}</Button>
            <Button variant="danger" aria-disabled={starting} onClick={() => !starting && void start()}>
              {sync.sureYes(deletions.count)}
            </Button>
          </>
        ) : (
          <>
            <span className="soft num">{moved > 0 ? sync.size(moved) : ''}</span>
            <Button onClick={closePanel}>{strings.cancel}</Button>
            <Button variant="primary" disabled={idle || starting} onClick={() => void start()}>
              {sync.start}
            </Button>
          </>
        )}
      </div>
    </>
  )
}
