import { memo } from 'react'
import { shortPrompt } from '../model/work/summary.ts'
import { FRAME_HEIGHT, MOST_OPEN } from './layout.ts'
import { strings } from '../base/strings/index.ts'
import type { GenerationStep } from '../model/images/lanes.ts'

interface FrameProps {
  readonly step: GenerationStep
  readonly column: number
  readonly side: number
  readonly tabStop: boolean
}

/** The placeholder of an image that the plan generates, with its prompt. */
export const Frame = memo(function Frame({ step, column, side, tabStop }: FrameProps) {
  const text = step.skipped ? strings.gallery.skipped : shortPrompt(step.prompt, step.title, Math.round(side / 5.5))
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
      style={{ width: side, height: FRAME_HEIGHT }}
    >
      <b>{step.title}</b> <span>{text}</span>
    </div>
  )
})

/** Marks for places of the target that neither an image nor the plan fills. They are small to leave the room to images. */
export function OpenPlaces({ count }: { readonly count: number }) {
  return (
    <div role="gridcell" aria-colindex={1} aria-label={strings.gallery.openPlaces(count)} className="open-places">
      {Array.from({ length: Math.min(count, MOST_OPEN) }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  )
}
