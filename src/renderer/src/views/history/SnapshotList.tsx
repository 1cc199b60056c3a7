import { Camera, History } from 'lucide-react'
import { type SyntheticEvent, useEffect, useState } from 'react'
import type { SnapshotView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { when } from '../../base/strings/format.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { loadSnapshots, makeSnapshot, showSnapshot, useSnapshots } from '../../model/edits/snapshots-store.ts'

function NewSnapshot() {
  const { snapshots } = strings
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    void makeSnapshot(name.trim()).then((made) => {
      setBusy(false)
      if (made) setName('')
    })
  }
  return (
    <form className="snapshot-new" onSubmit={submit}>
      <input
        className="snapshot-name"
        aria-label={snapshots.name}
        placeholder={snapshots.namePlaceholder}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={<Camera size={14} />} disabled={busy}>
        {busy ? snapshots.making : snapshots.make}
      </Button>
    </form>
  )
}

function Entry({ snapshot }: { readonly snapshot: SnapshotView }) {
  const { snapshotId, name, at, automatic, images, actors, bytes } = snapshot
  const Icon = automatic ? History : Camera
  return (
    <li>
      <button
        type="button"
        className="history-entry"
        data-snapshot-id={snapshotId}
        onClick={() => showSnapshot(snapshotId)}
      >
        <Icon size={15} aria-hidden />
        <span className="history-text">
          <span className="history-name">{name}</span>
          <span className="soft num">
            {when(at)} · {strings.snapshots.about(images, actors, bytes)}
          </span>
        </span>
        {automatic && <small className="soft snapshot-automatic">{strings.snapshots.automatic}</small>}
      </button>
    </li>
  )
}

/** Named snapshots, the newest first; each can be opened. */
export function SnapshotList() {
  const { snapshots } = strings
  const all = useSnapshots((state) => state.all)
  useEffect(() => void loadSnapshots(), [])
  return (
    <>
      <NewSnapshot />
      {all?.length === 0 && <Empty icon={<Camera size={28} />} title={snapshots.none} text={snapshots.noneText} />}
      <ol className="history-list">
        {all?.map((snapshot) => (
          <Entry key={snapshot.snapshotId} snapshot={snapshot} />
        ))}
      </ol>
    </>
  )
}
