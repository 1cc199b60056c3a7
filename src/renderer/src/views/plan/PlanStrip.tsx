import type { PlanView } from '../../../../main/contract/views.ts'
import { count } from '../../base/strings/format.ts'
import { goes } from '../../model/work/summary.ts'
import { Thumb } from '../../base/ui/Thumb.tsx'

/** Number of pictures and frames that fit in a row; the numbers beside it count all. */
const MOST = 4
const SIZE = 34

/** Preview of a plan: images to remove, dimmed, and a frame for each image to generate. */
export function PlanStrip({ plan }: { readonly plan: PlanView }) {
  const out = plan.deletions.filter(goes)
  const made = plan.generations.filter((step) => !step.skipped)
  return (
    <span className="plan-strip num" aria-hidden>
      <span className="plan-strip-out">
        {out.slice(0, MOST).map((step) => (
          <Thumb key={step.stepId} url={step.imageId === null ? null : `/thumb/${step.imageId}?size=256`} size={SIZE} />
        ))}
        {out.length > MOST && <small>+{count(out.length - MOST)}</small>}
      </span>
      <span className="plan-strip-in">
        {made.slice(0, MOST).map((step) => (
          <i key={step.stepId} data-style={step.type} />
        ))}
        {made.length > MOST && <small>+{count(made.length - MOST)}</small>}
      </span>
    </span>
  )
}
