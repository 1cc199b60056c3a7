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
import { PictureChecklist } from './PictureChecklist.tsx'

const text = strings.promises

/** All images that a person keeps, to be released. */
export function PromisesDialog() {
  const { answer, again } = useAnswer(() => afterEdits(() => api.promises.list({ actorIds: 'all' })))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const items = answer?.ok ? answer.value : []
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
        <PictureChecklist
          items={items.map(({ imageId, actorId, filename, issues }) => ({
            id: imageId,
            filename,
            url: `/thumb/${imageId}?size=256`,
            facts: [actorId, issues.length === 0 ? text.clean : issues.map((key) => strings.issues[key]).join(', ')],
          }))}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
    </Dialog>
  )
}
