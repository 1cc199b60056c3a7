import { ArrowUpRight } from 'lucide-react'
import { Face } from '../../base/ui/Face.tsx'
import { useActors } from '../../model/library/actors-store.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { count } from '../../base/strings/format.ts'

interface ActorHeadingProps {
  readonly actorId: string
  readonly images: number
  readonly columns: number
}

/** Heading above an actor's results; opens the actor. */
export function ActorHeading({ actorId, images, columns }: ActorHeadingProps) {
  const face = useActors((state) => state.byId.get(actorId)?.baseThumbUrl ?? null)
  return (
    <div role="gridcell" aria-colspan={columns} className="result-actor">
      <Face url={face} size={26} />
      <button type="button" title={strings.search.open(actorId)} onClick={() => openActor(actorId)}>
        <b className="ellipsis" dir="auto">
          {actorId}
        </b>
        <ArrowUpRight size={13} aria-hidden />
      </button>
      <span className="num soft">{count(images)}</span>
    </div>
  )
}
