import { Plus } from 'lucide-react'
import { memo } from 'react'
import { shortPrompt } from '../model/work/summary.ts'
import { strings } from '../base/strings/index.ts'
import type { GenerationStep } from '../model/images/lanes.ts'

interface FrameProps {
  readonly step: GenerationStep
  readonly column: number
  readonly side: number
  readonly tabStop: boolean
}

/** An image that the plan makes: what it will be, in its place. */
export const Frame = memo(function Frame({ step, column, side, tabStop }: FrameProps) {
  const text = step.skipped
    ? strings.gallery.skipped
    : shortPrompt(step.prompt, step.title, Math.round((side * side) / 260))
  return (
    <div
      role="gridcell"
      tabIndex={tabStop ? 0 : -1}
      aria-selected={false}
      aria-colindex={column}
      aria-label={strings.gallery.stepFrame(`${step.title} ${text}`, step.skipped)}
      className="frame"
      data-cell-key={step.stepId}
      data-step-id={step.stepId}
      data-style={step.type}
      data-skipped={step.skipped || undefined}
      title={step.prompt}
      style={{ width: side, height: side }}
    >
      <b>{step.title}</b> <span>{text}</span>
    </div>
  )
})

/** A place of the target that nothing fills yet. */
export const OpenPlace = memo(function OpenPlace({ column, side }: { readonly column: number; readonly side: number }) {
  return (
    <div
      role="gridcell"
      aria-colindex={column}
      aria-label={strings.gallery.openPlace}
      className="open-place"
      style={{ width: side, height: side }}
    >
      <Plus size={14} aria-hidden />
    </div>
  )
})
