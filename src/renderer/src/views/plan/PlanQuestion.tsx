import { CircleQuestionMark, GalleryHorizontalEnd } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'

interface PlanQuestionProps {
  readonly question: string | null
  readonly onReview: () => void
}

/** An evaluator rejects nearly everything: a person is asked before it is obeyed, and can look at once. */
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
