import { RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { afterEdits } from '../../base/host/in-turn.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { NoAnswer } from '../../base/ui/NoAnswer.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { bytes, when } from '../../base/strings/format.ts'
import { notify } from '../../base/ui/notify.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { PictureChecklist } from './PictureChecklist.tsx'

/** Reason of items that are only in the store's trash: they have no local image and are counted separately. */
const IN_STORE = 'store'

/** Deleted images, to restore or to delete permanently. */
export function TrashDialog() {
  const { trash } = strings
  // Wait for pending edits, so that images deleted a moment ago are listed.
  const { answer, again } = useAnswer(() => afterEdits(() => api.trash.list()))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const inStore = useAnswer(() => api.trash.inStore())
  const copies = inStore.answer?.ok ? inStore.answer.value.files : 0
  const items = answer?.ok ? answer.value : []
  const restore = async () => {
    const done = await attempt(() => api.trash.restore({ trashIds: [...chosen] }))
    if (!done.ok) return
    notify('info', trash.restored(chosen.size))
    setChosen(new Set())
    again()
  }
  const empty = async () => {
    const done = await attempt(() => api.trash.empty())
    setAsking(false)
    if (!done.ok) return
    const { files, bytes: freed, store } = done.value
    notify('info', trash.emptied(files, freed, store.files, store.bytes))
    if (store.problem !== null) notify('warning', trash.emptiedPartly(store.problem))
    again()
    inStore.again()
  }

  const footer = asking ? (
    <>
      <span className="grow">{trash.sure(items.filter(({ reason }) => reason !== IN_STORE).length, copies)}</span>
      <Button onClick={() => setAsking(false)}>{strings.cancel}</Button>
      <Button variant="danger" onClick={() => void empty()}>
        {trash.sureYes}
      </Button>
    </>
  ) : (
    <>
      <Button variant="quiet" className="grow" onClick={() => setAsking(true)}>
        {trash.emptyNow}
      </Button>
      <Button
        variant="primary"
        icon={<RotateCcw size={14} />}
        disabled={chosen.size === 0}
        onClick={() => void restore()}
      >
        {trash.restore(chosen.size)}
      </Button>
    </>
  )
  return (
    <Dialog
      title={trash.title}
      size="wide"
      onClose={closePanel}
      footer={items.length + copies > 0 ? footer : undefined}
    >
      <NoAnswer answer={answer} loading={trash.loading} again={again} />
      {answer?.ok && items.length === 0 && (
        <Empty icon={<Trash2 size={30} />} title={trash.empty} text={trash.emptyText} />
      )}
      {items.length > 0 && (
        <PictureChecklist
          items={items.map(({ trashId, filename, reason, at, bytes: size }) => ({
            id: trashId,
            filename,
            url:
              reason === IN_STORE
                ? null
                : `/trash/${encodeURIComponent(trashId)}?v=${encodeURIComponent(trashId)}&size=256`,
            facts: [strings.gallery.out(reason), `${when(at)} · ${bytes(size)}`],
          }))}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
    </Dialog>
  )
}
