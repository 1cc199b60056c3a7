import { useMemo } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { count, duration, money } from '../../base/strings/format.ts'
import { summarise } from '../../model/work/summary.ts'
import './plan-totals.css'

const text = strings.balanceAll

/** Totals of several plans: actors, removals, new images, cost and time. */
export function PlanTotals({ plans }: { readonly plans: readonly PlanView[] }) {
  const total = useMemo(() => summarise(plans), [plans])
  const figures = [
    [count(total.actors), text.actorsWord(total.actors)],
    [count(total.out), text.toGo],
    [count(total.in), text.toMake],
    [total.costUsd === null ? text.unknown : money(total.costUsd), text.cost],
    [duration(total.seconds), text.time],
  ] as const
  return (
    <dl className="plan-totals num">
      {figures.map(([figure, label]) => (
        <div key={label}>
          <dd>{figure}</dd>
          <dt>{label}</dt>
        </div>
      ))}
    </dl>
  )
}
