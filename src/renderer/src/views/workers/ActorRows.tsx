import { memo } from 'react'
import type { FleetActorView } from '../../../../main/contract/fleet.ts'
import { breakable, money } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { approve } from './approve.ts'

/** Who looks for one of more finds it by its name. */
const MOST = 200

interface ActorRowsProps {
  readonly actors: readonly FleetActorView[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

export function ActorRows({ actors, chosen, onChoose }: ActorRowsProps) {
  const { workers } = strings
  const toggle = (actorId: string) => {
    const next = new Set(chosen)
    if (!next.delete(actorId)) next.add(actorId)
    onChoose(next)
  }
  if (actors.length === 0) return <p className="workers-none soft">{workers.noneFound}</p>
  return (
    <>
      <ul className="workers-rows" aria-label={workers.actors}>
        {actors.slice(0, MOST).map((actor) => (
          <Row key={actor.actorId} actor={actor} isChosen={chosen.has(actor.actorId)} onToggle={toggle} />
        ))}
      </ul>
      {actors.length > MOST && <p className="workers-none soft">{workers.more(actors.length - MOST)}</p>}
    </>
  )
}

interface RowProps {
  readonly actor: FleetActorView
  readonly isChosen: boolean
  readonly onToggle: (actorId: string) => void
}

const Row = memo(
  function ActorRow({ actor, isChosen, onToggle }: RowProps) {
    const { workers } = strings
    const { actorId, state, deletions, generations, estimatedUsd, note, worker } = actor
    const isPlanned = state === 'planned'
    const working: Partial<Record<string, string>> = workers.working
    return (
      <li data-state={state} data-working={worker !== null || undefined}>
        {isPlanned ? (
          <input
            type="checkbox"
            aria-label={workers.choose(actorId)}
            checked={isChosen}
            onChange={() => onToggle(actorId)}
          />
        ) : (
          <i aria-hidden />
        )}
        <b className="ellipsis" title={actorId}>
          {breakable(actorId)}
        </b>
        <span className="workers-state">{(worker !== null && working[state]) || workers.states[state]}</span>
        <span className="ellipsis soft" title={note ?? worker ?? undefined}>
          {note ?? worker}
        </span>
        <span className="num soft">{deletions + generations > 0 && workers.steps(deletions, generations)}</span>
        <span className="num soft">{estimatedUsd > 0 && money(estimatedUsd)}</span>
        {isPlanned ? (
          <Button size="s" aria-label={workers.approveOne(actorId)} onClick={() => void approve([actorId])}>
            {workers.approve}
          </Button>
        ) : (
          <i aria-hidden />
        )}
      </li>
    )
  },
  (before, after) => before.actor === after.actor && before.isChosen === after.isChosen,
)
