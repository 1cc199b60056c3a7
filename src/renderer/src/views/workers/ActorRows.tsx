import { useVirtualizer } from '@tanstack/react-virtual'
import { type Dispatch, memo, type SetStateAction, useRef } from 'react'
import type { FleetActorView } from '../../../../main/contract/fleet.ts'
import { breakable, money } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { toggled } from '../../base/ui/toggled.ts'
import { approve } from './approve.ts'

const ROW = 38

export const isChosen = ({ plan }: FleetActorView, chosen: ReadonlySet<string>): boolean =>
  plan !== null && chosen.has(plan)

interface ActorRowsProps {
  readonly actors: readonly FleetActorView[]
  /** MD5 of the chosen plans' texts. */
  readonly chosen: ReadonlySet<string>
  readonly onChoose: Dispatch<SetStateAction<ReadonlySet<string>>>
}

/** A virtual list of the fleet's actors. */
export function ActorRows({ actors, chosen, onChoose }: ActorRowsProps) {
  const { workers } = strings
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: actors.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => actors[index]?.actorId ?? index,
    estimateSize: () => ROW,
    overscan: 8,
    useFlushSync: false,
  })
  const toggle = (plan: string) => onChoose((now) => toggled(now, plan))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <div ref={scroller} className="workers-rows" role="region" aria-label={workers.actors} tabIndex={0}>
      {actors.length === 0 && <p className="workers-none soft">{workers.noneFound}</p>}
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const actor = actors[index]
          return (
            actor && (
              <Row
                key={actor.actorId}
                actor={actor}
                index={index}
                top={start}
                isChosen={isChosen(actor, chosen)}
                onToggle={toggle}
              />
            )
          )
        })}
      </ul>
    </div>
  )
}

interface RowProps {
  readonly actor: FleetActorView
  readonly index: number
  /** Distance from the first row in CSS pixels. */
  readonly top: number
  readonly isChosen: boolean
  readonly onToggle: (plan: string) => void
}

const Row = memo(
  function ActorRow({ actor, index, top, isChosen: isTicked, onToggle }: RowProps) {
    const { workers } = strings
    const { actorId, state, deletions, generations, estimatedUsd, note, worker, plan } = actor
    return (
      <li aria-posinset={index + 1} style={{ top }} data-state={state} data-working={worker !== null || undefined}>
        {plan !== null ? (
          <input
            type="checkbox"
            aria-label={workers.choose(actorId)}
            checked={isTicked}
            onChange={() => onToggle(plan)}
          />
        ) : (
          <i aria-hidden />
        )}
        <b className="ellipsis" title={actorId}>
          {breakable(actorId)}
        </b>
        <span className="workers-state">{workers.stateOf(actor)}</span>
        <span className="ellipsis soft" title={note ?? worker ?? undefined}>
          {note ?? worker}
        </span>
        <span className="num soft">{deletions + generations > 0 && workers.steps(deletions, generations)}</span>
        <span className="num soft">{estimatedUsd > 0 && money(estimatedUsd)}</span>
        {plan !== null ? (
          <Button size="s" aria-label={workers.approveOne(actorId)} onClick={() => void approve([actor])}>
            {workers.approve}
          </Button>
        ) : (
          <i aria-hidden />
        )}
      </li>
    )
  },
  (before, after) =>
    before.actor === after.actor &&
    before.isChosen === after.isChosen &&
    before.index === after.index &&
    before.top === after.top,
)
