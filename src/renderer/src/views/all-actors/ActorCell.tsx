import { Check, CircleAlert, CircleDashed, Scale } from 'lucide-react'
import type { ActorView } from '../../../../main/contract/views.ts'
import { type ActorColumn, type ActorRow, isGapKnown } from '../../../../main/contract/actor-columns.ts'
import { Face } from '../../base/ui/Face.tsx'
import { strings } from '../../base/strings/index.ts'
import { Spinner } from '../../base/ui/Bits.tsx'
import { count, day, when } from '../../base/strings/format.ts'
import { StyleBar } from './StyleBar.tsx'

const text = strings.allActors

export function StateIcon({ state }: { readonly state: ActorView['state'] }) {
  switch (state) {
    case 'running':
      return <Spinner label="" />
    case 'failed':
      return <CircleAlert size={14} className="gap-failed" aria-hidden />
    case 'balanced':
      return <Check size={14} className="gap-good" aria-hidden />
    case 'unassessed':
      return <CircleDashed size={14} className="gap-unknown" aria-hidden />
    case 'unbalanced':
      return <Scale size={14} className="gap-unknown" aria-hidden />
  }
}

/** Zeros are dimmed, so that other values stand out. */
const Figure = ({ value }: { readonly value: number | null }) =>
  value === null ? (
    <span className="faint">{text.unknown}</span>
  ) : (
    <span className={value === 0 ? 'actors-zero' : undefined}>{count(value)}</span>
  )

export function ActorCell({ row, column }: { readonly row: ActorRow; readonly column: ActorColumn }) {
  const { actor, gapEstimate } = row
  switch (column) {
    case 'actor':
      return (
        <>
          <Face url={actor.baseThumbUrl} size={28} />
          <span className="ellipsis actors-name" dir="auto">
            {actor.actorId}
          </span>
        </>
      )
    case 'state':
      return (
        <span className="actors-state" title={actor.problem ?? actor.fleet?.note ?? undefined}>
          <StateIcon state={actor.state} />
          <span className="ellipsis">
            {actor.fleet ? strings.workers.stateOf(actor.fleet) : strings.actors.states[actor.state]}
          </span>
        </span>
      )
    case 'photorealistic':
    case 'bw_stylized':
    case 'color_stylized':
      return (
        <>
          <span className="actors-have">
            {count(actor.counts[column])}
            <small>/{count(actor.target[column])}</small>
          </span>
          <StyleBar style={column} counts={actor.counts} target={actor.target} />
        </>
      )
    case 'unsorted':
      return <Figure value={actor.counts.unclassified} />
    case 'rejected':
      return <Figure value={actor.rejected} />
    case 'doubtful':
      return <Figure value={actor.doubtful} />
    case 'unreadable':
      return <Figure value={actor.unreadable} />
    case 'deficit':
      return <Figure value={isGapKnown(actor) ? actor.deficit : null} />
    case 'surplus':
      return <Figure value={isGapKnown(actor) ? actor.extra : null} />
    case 'cost':
      return (
        <span
          title={text.gapEstimateText(gapEstimate)}
          data-gap={gapEstimate.kind === 'plan' && gapEstimate.short > 0 ? 'short' : gapEstimate.kind}
        >
          {text.gapEstimate(gapEstimate)}
          <span className="visually-hidden"> {text.gapEstimateText(gapEstimate)}</span>
        </span>
      )
    case 'changed':
      return actor.changedAt === null ? (
        <span className="faint">{text.never}</span>
      ) : (
        <time dateTime={actor.changedAt} title={when(actor.changedAt)}>
          {day(actor.changedAt)}
        </time>
      )
  }
}
