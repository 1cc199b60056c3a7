import { ChevronRight, SquareArrowOutUpRight, TriangleAlert } from 'lucide-react'
import type { PlanView } from '../../../main/contract/views.ts'
import { useActors } from '../actors/actors-store.ts'
import { Face } from '../actors/Face.tsx'
import { closePanel } from '../app/view-store.ts'
import { openActor } from '../gallery/actions.ts'
import { strings } from '../strings.ts'
import { IconButton } from '../ui/Button.tsx'
import { duration, money } from '../ui/format.ts'
import { toggleStep } from './actions.ts'
import { shortPrompt, summarise } from './summary.ts'

function Steps({ plan }: { readonly plan: PlanView }) {
  const toggle = (stepId: string) => void toggleStep(plan.actorId, stepId)
  return (
    <div className="plan-steps" role="group" aria-label={strings.balanceAll.steps(plan.actorId)}>
      {plan.deletions.map((step) => (
        <label key={step.stepId} data-step-id={step.stepId} data-kind="out">
          <input type="checkbox" checked={!step.skipped} onChange={() => toggle(step.stepId)} />
          <b className="ellipsis">{step.filename}</b>
          <span className="ellipsis">
            {strings.gallery.out(step.reason)}, {step.detail}
          </span>
        </label>
      ))}
      {plan.generations.map((step) => (
        <label key={step.stepId} data-step-id={step.stepId} data-kind="in" data-style={step.type}>
          <input type="checkbox" checked={!step.skipped} onChange={() => toggle(step.stepId)} />
          <b className="ellipsis">{step.title}</b>
          <span className="ellipsis" title={step.prompt}>
            {shortPrompt(step.prompt, step.title, 120)}
          </span>
        </label>
      ))}
      {plan.shortfalls.map((short) => (
        <p key={short.type}>
          <TriangleAlert size={13} aria-hidden />
          {strings.plan.shortfall(short.missing, strings.lanes[short.type], short.why)}
        </p>
      ))}
      {plan.warnings.map((warning) => (
        <p key={warning}>
          <TriangleAlert size={13} aria-hidden />
          {warning}
        </p>
      ))}
    </div>
  )
}

interface PlanRowProps {
  readonly plan: PlanView
  readonly index: number
  readonly top: number
  readonly measure: (element: Element | null) => void
  readonly open: boolean
  readonly onToggle: (actorId: string) => void
}

/** One actor's plan in a line; opened, its steps with a tick each. */
export function PlanRow({ plan, index, top, measure, open, onToggle }: PlanRowProps) {
  const { actorId } = plan
  const baseThumbUrl = useActors((state) => state.byId.get(actorId)?.baseThumbUrl ?? null)
  const summary = summarise([plan])
  const show = () => {
    closePanel()
    openActor(actorId)
  }
  return (
    <li
      ref={measure}
      data-index={index}
      data-actor-id={actorId}
      className="plan-row"
      style={{ translate: `0 ${top}px` }}
    >
      <div className="plan-row-line">
        <button type="button" className="plan-row-main" aria-expanded={open} onClick={() => onToggle(actorId)}>
          <ChevronRight size={15} className="plan-row-chevron" aria-hidden />
          <Face url={baseThumbUrl} size={36} />
          <b className="ellipsis">{actorId}</b>
          <span className="plan-row-figures num">
            {summary.warnings > 0 && <TriangleAlert size={14} className="plan-row-warning" aria-hidden />}
            {plan.stale && <i>{strings.balanceAll.stale}</i>}
            <span>{strings.plan.out(summary.out)}</span>
            <span>{strings.plan.in(summary.in)}</span>
            <span>{money(plan.costUsd)}</span>
            <span>{duration(plan.seconds)}</span>
          </span>
        </button>
        <IconButton label={strings.balanceAll.open(actorId)} onClick={show}>
          <SquareArrowOutUpRight size={15} />
        </IconButton>
      </div>
      {open && <Steps plan={plan} />}
    </li>
  )
}
