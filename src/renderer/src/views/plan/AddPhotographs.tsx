import { CircleCheck, ImagePlus } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { Face } from '../../base/ui/Face.tsx'
import { addTo } from '../../model/session/ways-out.ts'
import { lackingOf } from '../../model/work/lacking.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { usePlans } from '../../model/work/plans-store.ts'
import './add-photographs.css'

const text = strings.addPhotographs

/** Lists actors with missing images that cannot be generated here, each with a button to add images. */
export function AddPhotographs() {
  const scope = useView((state) => state.panelScope)
  const actors = useActors((state) => state.byId)
  const plans = usePlans((state) => state.byActor)
  const lacking = lackingOf(scope ?? [...actors.keys()], plans, actors)
  const add = (actorId: string) => {
    closePanel()
    addTo(actorId)
  }
  return (
    <Dialog title={text.title} intro={lacking.length > 0 ? text.intro : undefined} onClose={closePanel}>
      {lacking.length === 0 ? (
        <Empty icon={<CircleCheck size={30} />} title={text.none} />
      ) : (
        <ul className="add-photographs">
          {lacking.map(({ actorId, missing }) => (
            <li key={actorId} data-actor-id={actorId}>
              <Face url={actors.get(actorId)?.baseThumbUrl ?? null} size={36} />
              <b className="ellipsis" dir="auto">
                {actorId}
              </b>
              <span className="num soft">{text.missing(missing)}</span>
              <Button
                size="s"
                icon={<ImagePlus size={14} />}
                aria-label={text.addTo(actorId)}
                onClick={() => add(actorId)}
              >
                {strings.commands.titles.addImages}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
