import { ChevronRight, SquareArrowOutUpRight, TriangleAlert } from 'lucide-react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { Face } from '../../base/ui/Face.tsx'
import { closePanel } from '../../model/window/view-store.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { duration } from '../../base/strings/format.ts'
import { lackingIn } from '../../model/work/lacking.ts'
import { toggleStep } from '../../model/work/plan-actions.ts'
import { KeptForWant } from './KeptForWant.tsx'
import { PlanSentences } from './PlanSentences.tsx'
import { PlanStrip } from './PlanStrip.tsx'
import { Thumb } from '../../base/ui/Thumb.tsx'
import { shortPrompt, summarise } from '../../model/work/summary.ts'

const PICTURE = 92
/** Returns a thumbnail URL without `v`, so that a changed file never shows its old picture. */
const thumbOf = (imageId: string | null): string | null => (imageId === null ? null : `/thumb/${imageId}?size=256`)

/** Images to remove and to generate, as pictures; a click includes or skips one. */
function Steps({ plan }: { readonly plan: PlanView }) {
  const toggle = (stepId: string) => void toggleStep(plan.actorId, stepId)
  return (
    <div className="plan-steps" role="group" aria-label={strings.balanceAll.steps(plan.actorId)}>
      {plan.deletions.length > 0 && (
        <ul className="plan-pictures">
          {plan.deletions.map((step) => (
            <li key={step.stepId}>
              <label
                data-step-id={step.stepId}
                data-kind="out"
                data-held={step.held || undefined}
                title={step.held ? strings.gallery.heldText : `${step.filename}: ${step.detail}`}
              >
                <Thumb url={thumbOf(step.imageId)} size={PICTURE} />
                <input type="checkbox" checked={!step.skipped} onChange={() => toggle(step.stepId)} />
                <b className="ellipsis">
                  {step.held && !step.skipped ? strings.gallery.held : strings.gallery.out(step.reason)}
                </b>
                <span className="ellipsis">{step.filename}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {plan.generations.length > 0 && (
        <ul className="plan-frames">
          {plan.generations.map((step) => (
            <li key={step.stepId}>
              <label data-step-id={step.stepId} data-kind="in" data-style={step.type} title={step.prompt}>
                <input type="checkbox" checked={!step.skipped} onChange={() => toggle(step.stepId)} />
                <b className="ellipsis">{step.title}</b>
                <span className="ellipsis">{shortPrompt(step.prompt, step.title, 60)}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <KeptForWant plan={plan} open />
      <PlanSentences plan={plan} />
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

/** One actor's plan in a line; expanded, it shows its steps with checkboxes. */
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
          <b className="ellipsis" dir="auto">
            {actorId}
          </b>
          <PlanStrip plan={plan} />
          <span className="plan-row-figures num">
            <TriangleAlert
              size={14}
              className="plan-row-warning"
              data-none={summary.warnings === 0 || undefined}
              aria-hidden
            />
            {plan.stale && <i>{strings.balanceAll.stale}</i>}
            {summary.actors === 0 ? (
              <em>{strings.balanceAll.cannot(lackingIn(plan))}</em>
            ) : (
              <>
                <span>{strings.plan.out(summary.out)}</span>
                <span>{strings.plan.in(summary.in)}</span>
                <span>{strings.plan.price(summary.costUsd)}</span>
                <span>{duration(plan.seconds)}</span>
              </>
            )}
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
