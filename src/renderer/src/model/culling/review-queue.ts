import { create } from 'zustand'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { collector } from '../library/collector.ts'
import { REVIEW_FILTER } from './review-filter.ts'
import { startCulling } from './start.ts'

/** As many as the contract takes at once. */
const MOST = 10_000
const SOON_MS = 150

/** How many images of the whole library wait for a person; null: not known yet. */
export const useReviewQueue = create<{ readonly images: number | null }>()(() => ({ images: null }))

export const forgetReviewQueue = (): void => useReviewQueue.setState({ images: null })

const count = collector(SOON_MS, async () => {
  const answer = await outcome(api.images.count({ filters: [REVIEW_FILTER] }))
  if (answer.ok) useReviewQueue.setState({ images: answer.value[0] ?? 0 })
})

/** Said once something was assessed: what to do first, and with one key. */
export async function offerReview(assessed: number): Promise<void> {
  const answer = await outcome(api.images.count({ filters: [REVIEW_FILTER] }))
  if (!answer.ok || assessed === 0) return
  const images = answer.value[0] ?? 0
  useReviewQueue.setState({ images })
  const review = { label: strings.culling.reviewShort, run: () => void reviewAll() }
  notify('info', strings.culling.assessed(images), images > 0 ? review : undefined, 'assessed')
}

/** To be called when images or what is known of them have changed. */
export const countReviewQueue = (): void => count(['all'])

/** All of them, of whichever actor, the most doubtful first. */
export async function reviewAll(): Promise<void> {
  const sort = { by: 'doubt', descending: false } as const
  const found = await attempt(() => api.images.search({ filter: REVIEW_FILTER, sort, offset: 0, limit: MOST }))
  if (!found.ok) return
  if (found.value.ids.length > 0) await startCulling(found.value.ids, strings.culling.reviewQueue)
  countReviewQueue()
}
