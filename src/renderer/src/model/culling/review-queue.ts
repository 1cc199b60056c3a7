import { create } from 'zustand'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { collector } from '../library/collector.ts'
import { REVIEW_FILTER } from './review-filter.ts'
import { startCulling } from './start.ts'

/** The contract's limit of ids per request. */
const MOST = 10_000
const SOON_MS = 150

/** Number of images in the library that need a person's decision; null until known. */
export const useReviewQueue = create<{ readonly images: number | null }>()(() => ({ images: null }))

export const forgetReviewQueue = (): void => useReviewQueue.setState({ images: null })

const count = collector(SOON_MS, async () => {
  const answer = await outcome(api.images.count({ filters: [REVIEW_FILTER] }))
  if (answer.ok) useReviewQueue.setState({ images: answer.value[0] ?? 0 })
})

/** Offers the review after an assessment. */
export async function offerReview(assessed: number): Promise<void> {
  const answer = await outcome(api.images.count({ filters: [REVIEW_FILTER] }))
  if (!answer.ok || assessed === 0) return
  const images = answer.value[0] ?? 0
  useReviewQueue.setState({ images })
  const review = { label: strings.culling.reviewShort, run: () => void reviewAll() }
  notify('info', strings.culling.assessed(images), images > 0 ? review : undefined, 'assessed')
}

/** Updates the count; call it when images or their verdicts have changed. */
export const countReviewQueue = (): void => count(['all'])

/** Reviews all of them, over all actors, the least sure first. */
export async function reviewAll(): Promise<void> {
  const sort = { by: 'doubt', descending: false } as const
  const found = await attempt(() => api.images.search({ filter: REVIEW_FILTER, sort, offset: 0, limit: MOST }))
  if (!found.ok) return
  if (found.value.ids.length > 0) await startCulling(found.value.ids, strings.culling.reviewQueue)
  countReviewQueue()
}
