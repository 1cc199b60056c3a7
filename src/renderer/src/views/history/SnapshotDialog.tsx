import { ArrowRight, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ChangedImageView, SnapshotActorView, SnapshotDetailView } from '../../../../main/contract/views.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { when } from '../../base/strings/format.ts'
import { Button } from '../../base/ui/Button.tsx'
import { NoAnswer } from '../../base/ui/NoAnswer.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { toggled } from '../../base/ui/toggled.ts'
import { removeSnapshot, restoreSnapshot, useSnapshots } from '../../model/edits/snapshots-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import './snapshot.css'

const Picture = ({ url, label }: { readonly url: string; readonly label: string }) => (
  <img src={url} alt={label} title={label} loading="lazy" decoding="async" />
)

/** One image before and now, where these differ. */
function Change({ change }: { readonly change: ChangedImageView }) {
  const { snapshots } = strings
  const { filename, how, thenUrl, nowUrl } = change
  const both = how === 'changed' && thenUrl !== null && nowUrl !== null
  const url = thenUrl ?? nowUrl
  return (
    <li className="snapshot-change" data-how={how} data-filename={filename}>
      <span className="snapshot-pictures">
        {both ? (
          <>
            <Picture url={thenUrl} label={`${snapshots.inSnapshot}: ${filename}`} />
            <ArrowRight size={13} aria-hidden />
            <Picture url={nowUrl} label={`${snapshots.now}: ${filename}`} />
          </>
        ) : (
          url !== null && <Picture url={url} label={filename} />
        )}
      </span>
      <span className="ellipsis" title={filename}>
        {filename}
      </span>
      <b>{snapshots.how[how]}</b>
    </li>
  )
}

interface ActorProps {
  readonly actor: SnapshotActorView
  readonly chosen: boolean
  readonly toggle: () => void
}

function Actor({ actor, chosen, toggle }: ActorProps) {
  const { snapshots } = strings
  const { actorId, changes, more, sidecars, images, thumbUrls } = actor
  const isChanged = changes.length + sidecars > 0
  return (
    <li className="snapshot-actor" data-actor={actorId} data-changed={isChanged || undefined}>
      <label className="snapshot-actor-head">
        {isChanged && (
          <input type="checkbox" aria-label={snapshots.choose(actorId)} checked={chosen} onChange={toggle} />
        )}
        <b className="ellipsis" dir="auto">
          {actorId}
        </b>
        <span className="soft num">
          {isChanged ? snapshots.summary(changes.length + more, sidecars) : snapshots.unchanged(images)}
        </span>
      </label>
      {isChanged ? (
        <ul className="snapshot-changes">
          {changes.map((change) => (
            <Change key={`${change.how} ${change.filename}`} change={change} />
          ))}
          {more > 0 && <li className="soft num snapshot-more">{snapshots.more(more)}</li>}
        </ul>
      ) : (
        <span className="snapshot-strip" aria-hidden>
          {thumbUrls.map((url) => (
            <img key={url} src={url} alt="" loading="lazy" decoding="async" />
          ))}
          {images > thumbUrls.length && <i className="soft num">{snapshots.more(images - thumbUrls.length)}</i>}
        </span>
      )}
    </li>
  )
}

function Detail({ detail }: { readonly detail: SnapshotDetailView }) {
  const { snapshots } = strings
  const { snapshot, actors, changed, unlisted } = detail
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const [sure, setSure] = useState(false)
  const restore = () => {
    setBusy(true)
    void restoreSnapshot(snapshot, chosen.size === 0 ? null : [...chosen]).finally(() => setBusy(false))
  }
  const label = busy
    ? snapshots.restoring
    : chosen.size === 0
      ? snapshots.restoreAll
      : snapshots.restoreSome(chosen.size)
  return (
    <Dialog
      title={snapshot.name}
      intro={`${when(snapshot.at)} · ${snapshots.about(snapshot.images, snapshot.actors, snapshot.bytes)}. ${
        changed === 0 ? snapshots.same : `${snapshots.changed(changed, snapshot.actors)} ${snapshots.intro}`
      }`}
      size="wide"
      onClose={closePanel}
      footer={
        <>
          <span className="grow">
            <Button
              variant={sure ? 'danger' : 'quiet'}
              icon={<Trash2 size={14} />}
              disabled={busy}
              onClick={() => (sure ? void removeSnapshot(snapshot) : setSure(true))}
            >
              {sure ? snapshots.removeSure : snapshots.remove}
            </Button>
          </span>
          <Button variant="primary" icon={<RotateCcw size={14} />} disabled={changed === 0 || busy} onClick={restore}>
            {label}
          </Button>
        </>
      }
    >
      <ul className="snapshot-actors">
        {actors.map((actor) => (
          <Actor
            key={actor.actorId}
            actor={actor}
            chosen={chosen.has(actor.actorId)}
            toggle={() => setChosen(toggled(chosen, actor.actorId))}
          />
        ))}
      </ul>
      {unlisted > 0 && <p className="soft num snapshot-unlisted">{snapshots.unlisted(unlisted)}</p>}
    </Dialog>
  )
}

/** Compares a snapshot with the library as it is now, and restores it. */
export function SnapshotDialog() {
  const { snapshots } = strings
  const shownId = useSnapshots((state) => state.shownId) ?? ''
  const known = useSnapshots((state) => state.all?.find(({ snapshotId }) => snapshotId === shownId))
  const { answer, again } = useAnswer(() => api.snapshots.look({ snapshotId: shownId }))
  if (answer?.ok) return <Detail detail={answer.value} />
  return (
    <Dialog title={known?.name ?? ''} size="wide" onClose={closePanel}>
      <NoAnswer answer={answer} loading={snapshots.loading} again={again} />
    </Dialog>
  )
}
