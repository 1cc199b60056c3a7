import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useAnswer } from '../../base/host/use-answer.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { NoAnswer } from '../../base/ui/NoAnswer.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { keepImages } from '../../model/edits/image-edits.ts'
import { afterEdits } from '../../base/host/in-turn.ts'
import { closePanel } from '../../model/window/view-store.ts'
import './settings.css'

const text = strings.promises

/** Every image that a person kept or spared, to be released again. */
export function PromisesDialog() {
  const { answer, again } = useAnswer(() => afterEdits(() => api.promises.list({ actorIds: 'all' })))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const items = answer?.ok ? answer.value : []
  const toggle = (imageId: string) => {
    const next = new Set(chosen)
    if (!next.delete(imageId)) next.add(imageId)
    setChosen(next)
  }
  const release = async () => {
    if (!(await keepImages([...chosen], false))) return
    setChosen(new Set())
    again()
  }
  return (
    <Dialog
      title={text.title}
      intro={text.intro}
      size="wide"
      onClose={closePanel}
      footer={
        items.length > 0 ? (
          <>
            <span className="grow" />
            <Button variant="primary" disabled={chosen.size === 0} onClick={() => void release()}>
              {text.releaseChosen(chosen.size)}
            </Button>
          </>
        ) : undefined
      }
    >
      <NoAnswer answer={answer} loading={text.loading} again={again} />
      {answer?.ok && items.length === 0 && <Empty icon={<Lock size={30} />} title={text.empty} text={text.emptyText} />}
      {items.length > 0 && (
        <div className="check-list">
          <label className="trash-all soft">
            <input
              type="checkbox"
              checked={chosen.size === items.length}
              onChange={(event) => setChosen(new Set(event.target.checked ? items.map(({ imageId }) => imageId) : []))}
            />
            {text.all}
          </label>
          <ul className="trash-grid">
            {items.map(({ imageId, actorId, filename, issues }) => (
              <li key={imageId}>
                <label className="trash-item" data-kept-id={imageId}>
                  <span className="trash-picture" aria-hidden>
                    <img src={`/thumb/${imageId}?size=256`} alt="" loading="lazy" decoding="async" />
                  </span>
                  <input type="checkbox" checked={chosen.has(imageId)} onChange={() => toggle(imageId)} />
                  <b className="ellipsis" title={filename}>
                    {filename}
                  </b>
                  <span className="ellipsis soft">{actorId}</span>
                  <span className="ellipsis soft">
                    {issues.length === 0 ? text.clean : issues.map((key) => strings.issues[key]).join(', ')}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
