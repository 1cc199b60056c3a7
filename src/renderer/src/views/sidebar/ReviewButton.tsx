import { ListChecks } from 'lucide-react'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { reviewAll, useReviewQueue } from '../../model/culling/review-queue.ts'

/** Opens the review of all images in doubt, over all actors: the first thing to do after an assessment. */
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
