import { Info, Play, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { PlanView } from '../../../main/contract/views.ts'
import { useLibrary } from '../app/library-store.ts'
import { strings } from '../strings.ts'
import { Button } from '../ui/Button.tsx'
import { discardPlans, makePlans, startRun } from './actions.ts'
import { summarise } from './summary.ts'
import './plan-bar.css'

/** The question the plan asks, in one line: what goes, what comes, what it costs; and the answer beside it. */
export function PlanBar({ plan }: { readonly plan: PlanView }) {
  const [starting, setStarting] = useState(false)
  const generator = useLibrary((state) => state.settings?.values.generator ?? 'local')
  const summary = useMemo(() => summarise([plan]), [plan])
  const nothing = summary.out + summary.in === 0
  const sentences = [
    ...plan.shortfalls.map((short) => strings.plan.shortfall(short.missing, strings.lanes[short.type], short.why)),
    ...plan.warnings,
  ]
  const start = async () => {
    setStarting(true)
    await startRun([plan.actorId])
    setStarting(false)
  }
  return (
    <section className="plan-bar" aria-label={strings.plan.title}>
      <div className="plan-line">
        {nothing ? (
          <b>{strings.plan.nothing}</b>
        ) : (
          <p className="plan-figures num">
            <b>{strings.plan.out(summary.out)}</b>
            <b>{strings.plan.in(summary.in)}</b>
            <span>{strings.plan.cost(summary.costUsd)}</span>
            <span>{strings.plan.about(summary.seconds)}</span>
            {summary.skipped > 0 && <span>{strings.plan.skipped(summary.skipped)}</span>}
          </p>
        )}
        <span className="plan-hint">{strings.plan.hint}</span>
        <span className="plan-generator">
          <span className="visually-hidden">{strings.plan.generator}: </span>
          {strings.plan.generators[generator]}
        </span>
        <Button look="quiet" onClick={() => void discardPlans([plan.actorId])}>
          {strings.plan.discard}
        </Button>
        {plan.stale ? (
          <Button look="primary" onClick={() => void makePlans([plan.actorId])}>
            {strings.plan.again}
          </Button>
        ) : (
          <Button
            look="primary"
            icon={<Play size={14} fill="currentColor" />}
            disabled={nothing || starting}
            onClick={() => void start()}
          >
            {strings.plan.start}
          </Button>
        )}
      </div>
      {plan.stale && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden /> {strings.plan.stale}
        </p>
      )}
      {sentences.map((sentence) => (
        <p key={sentence} className="plan-sentence selectable">
          <Info size={14} aria-hidden /> {sentence}
        </p>
      ))}
    </section>
  )
}
