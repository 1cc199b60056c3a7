import { ListChecks } from 'lucide-react'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { reviewAll, useReviewQueue } from '../../model/culling/review-queue.ts'

/** What is left in doubt once everything is assessed: the first thing to do, in one queue across all actors. */
export function ReviewButton() {
  const images = useReviewQueue((state) => state.images) ?? 0
  if (images === 0) return null
  return (
    <Button
      variant="primary"
      className="review-all"
      icon={<ListChecks size={15} aria-hidden />}
      title={strings.culling.reviewTitle}
      aside={count(images)}
      onClick={() => void reviewAll()}
    >
      {strings.culling.reviewShort}
    </Button>
  )
}
