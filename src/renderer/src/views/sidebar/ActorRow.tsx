import { Check, CircleAlert, Eye } from 'lucide-react'
import { memo, useRef } from 'react'
import type { ActorView } from '../../../../main/contract/views.ts'
import { costOf, actorRow, isGapKnown } from '../../../../main/contract/actor-columns.ts'
import { useDropZone } from '../../base/ui/use-drop-zone.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { usePlans } from '../../model/work/plans-store.ts'
import { usePrice } from '../../model/work/price-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Spinner } from '../../base/ui/Bits.tsx'
import { count } from '../../base/strings/format.ts'
import { Face } from '../../base/ui/Face.tsx'
import { MixBar } from './MixBar.tsx'

export const rowId = (actorId: string): string => `actor-row-${actorId}`

/** Number of missing images, otherwise of surplus ones. */
function Gap({ actor }: { readonly actor: ActorView }) {
  switch (actor.state) {
    case 'running':
      return <Spinner label={strings.actors.states.running} />
    case 'failed':
      return <CircleAlert size={15} className="gap-failed" aria-hidden />
    case 'balanced':
      return <Check size={15} className="gap-good" aria-hidden />
    case 'unassessed':
      return <span className="gap-unknown">?</span>
    case 'unbalanced':
      if (!isGapKnown(actor)) return <span className="gap-unknown">?</span>
      if (actor.deficit > 0) return <>−{count(actor.deficit)}</>
      if (actor.extra > 0) return <>+{count(actor.extra)}</>
      return <Eye size={15} className="gap-review" aria-hidden />
  }
}

/** Cost of closing the gap, unless it is zero. */
function Cost({ actor }: { readonly actor: ActorView }) {
  const plan = usePlans((state) => state.byActor.get(actor.actorId) ?? null)
  const { gapEstimate } = actorRow(actor, plan, usePrice())
  return (costOf(gapEstimate) ?? 0) > 0 && actor.state === 'unbalanced' ? (
    <small title={strings.allActors.gapEstimateText(gapEstimate)}>{strings.allActors.gapEstimate(gapEstimate)}</small>
  ) : null
}

interface ActorRowProps {
  readonly actor: ActorView
  readonly shown: boolean
  readonly top: number
  readonly position: number
  readonly total: number
}

export const ActorRow = memo(function ActorRow({ actor, shown, top, position, total }: ActorRowProps) {
  const ref = useRef<HTMLDivElement>(null)
  const over = useDropZone(ref, () => ({ actorId: actor.actorId }))
  const state = actor.fleet ? strings.workers.stateOf(actor.fleet) : strings.actors.states[actor.state]
  const gap = !isGapKnown(actor)
    ? ''
    : [strings.actors.gap(actor.deficit, actor.extra), actor.leftText].filter(Boolean).join(', ')
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list box takes the keys and the focus
    <div
      ref={ref}
      id={rowId(actor.actorId)}
      role="option"
      aria-selected={shown}
      aria-setsize={total}
      aria-posinset={position}
      title={actor.problem ?? actor.fleet?.note ?? (actor.leftText || undefined)}
      className="actor-row"
      data-actor-id={actor.actorId}
      data-state={actor.state}
      data-over={over || undefined}
      style={{ translate: `0 ${top}px` }}
      onClick={() => openActor(actor.actorId)}
    >
      <Face url={actor.baseThumbUrl} size={38} />
      <span className="actor-row-main">
        <span className="ellipsis actor-row-name" dir="auto">
          {actor.actorId}
        </span>
        <MixBar counts={actor.counts} target={actor.target} />
      </span>
      <span className="actor-row-gap num">
        <span>
          <Gap actor={actor} />
        </span>
        {actor.fleet ? (
          <small data-fleet={actor.fleet.state}>{strings.workers.stateOf(actor.fleet)}</small>
        ) : (
          <Cost actor={actor} />
        )}
        <span className="visually-hidden">{strings.actors.row(state, gap)}</span>
      </span>
    </div>
  )
})
