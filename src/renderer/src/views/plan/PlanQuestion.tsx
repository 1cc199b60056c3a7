import { CircleQuestionMark, GalleryHorizontalEnd } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'

interface PlanQuestionProps {
  readonly question: string | null
  readonly onReview: () => void
}

/** Shown when the evaluator rejects nearly all images: the user is asked to review them before the plan runs. */
export function PlanQuestion({ question, onReview }: PlanQuestionProps) {
  if (question === null) return null
  return (
    <div className="plan-question" role="note">
      <CircleQuestionMark size={15} aria-hidden />
      <span className="selectable">{question}</span>
      <Button size="s" icon={<GalleryHorizontalEnd size={14} />} onClick={onReview}>
        {strings.plan.reviewNow}
      </Button>
    </div>
  )
}
