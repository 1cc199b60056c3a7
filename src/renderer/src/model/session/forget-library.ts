import { forgetHistory } from '../edits/history-store.ts'
import { forgetReviewQueue } from '../culling/review-queue.ts'
import { forgetSelection } from '../all-actors/selection-store.ts'
import { forgetStrips } from '../all-actors/strips-store.ts'
import { clearFilter } from '../images/filter-store.ts'
import { forgetImages } from '../images/images-store.ts'
import { resetSelection } from '../images/selection-store.ts'
import { forgetActors } from '../library/actors-store.ts'
import { forgetQuestion } from '../library/question-store.ts'
import { forgetResults } from '../search/results-store.ts'
import { closeCovers } from '../surface/cover-store.ts'
import { closeLightbox } from '../window/lightbox-store.ts'
import { forgetView } from '../window/view-store.ts'
import { forgetPlans } from '../work/plans-store.ts'
import { replaceRuns } from '../work/runs-store.ts'
import { forgetVisionRequests } from '../work/vision-store.ts'

/** Clears all state of the previous library when another one is opened, or none. */
export function forgetLibrary(): void {
  forgetActors()
  forgetImages()
  forgetPlans()
  forgetVisionRequests()
  replaceRuns([], [])
  resetSelection()
  forgetHistory()
  forgetSelection()
  forgetStrips('all')
  forgetReviewQueue()
  clearFilter()
  forgetResults()
  closeLightbox()
  closeCovers()
  forgetView()
  forgetQuestion()
}
