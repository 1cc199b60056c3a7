import { useMemo } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { totalGap } from '../../../../main/domain/gap-estimate.ts'
import type { ActorRow } from '../../../../main/contract/actor-columns.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { assess } from '../../model/work/plan-actions.ts'
import { usePrice } from '../../model/work/price-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { count, duration } from '../../base/strings/format.ts'
import { MixChart } from './MixChart.tsx'
import { mixOf } from '../../model/all-actors/mix.ts'

const text = strings.allActors

interface OverviewProps {
  /** The selected actors, or all visible ones. */
  readonly rows: readonly ActorRow[]
  readonly plans: ReadonlyMap<string, PlanView>
  readonly selected: boolean
}

/** Mix and cost of the selection, or of all visible actors. */
export function Overview({ rows, plans, selected }: OverviewProps) {
  const mix = useMemo(() => mixOf(rows, plans), [rows, plans])
  const total = useMemo(() => totalGap(rows.map((row) => row.gapEstimate)), [rows])
  const problem = usePrice((state) => state.problem)
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const unassessed = rows.flatMap(({ actor, gapEstimate }) =>
    gapEstimate.kind === 'unassessed' ? [actor.actorId] : [],
  )
  const balanced = rows.filter((row) => row.actor.state === 'balanced').length
  const parts = text.cost.parts(total)
  return (
    <section className="actors-overview" aria-label={selected ? text.overviewSelected(rows.length) : text.overview}>
      <MixChart mix={mix} />
      <dl className="actors-figures num">
        <div>
          <dt>{selected ? text.ofSelected : text.balanced}</dt>
          <dd>
            {count(balanced)}
            <small> / {count(rows.length)}</small>
          </dd>
        </div>
        <div>
          <dt>{text.cost.title}</dt>
          <dd>{text.cost.figure(total)}</dd>
        </div>
        <div>
          <dt>{text.cost.time}</dt>
          <dd>{total.planned + total.estimated - total.unpriced > 0 ? duration(total.seconds) : '–'}</dd>
        </div>
      </dl>
      <div className="actors-cost-note">
        {parts.join(' · ')}
        {unassessed.length > 0 && !selected && (
          <Button size="s" disabled={missing} onClick={() => void assess(unassessed)}>
            {text.assess(unassessed.length)}
          </Button>
        )}
        {total.unpriced > 0 && problem !== null && <span className="actors-problem"> {problem}</span>}
      </div>
    </section>
  )
}
