import { create } from 'zustand'
import type { Event } from '../../../../main/contract/index.ts'
import { refreshCulling } from '../culling/views.ts'
import { dropImages, loadImages } from '../images/images-store.ts'
import { api } from '../../base/host/connect.ts'
import { follow } from '../../base/host/events.ts'
import { countReviewQueue, offerReview } from '../culling/review-queue.ts'
import { forgetStrips } from '../all-actors/strips-store.ts'
import { liveResults } from '../search/live.ts'
import { usePlans } from '../work/plans-store.ts'
import { noticeVisionRequest } from '../work/vision-notices.ts'
import { loadPrice } from '../work/price-store.ts'
import { noticeRun, noticeTask } from '../work/run-notices.ts'
import { notify } from '../../base/ui/notify.ts'
import { followLikes } from '../images/liked.ts'
import { collector } from '../library/collector.ts'
import { assessOnOpening } from './auto-assess.ts'
import { isCovered, keepFocusSoon, useCovers } from '../surface/cover-store.ts'
import { useLibrary } from '../library/library-store.ts'
import { renewQuestion } from '../library/question-store.ts'
import { useView } from '../window/view-store.ts'
import { forgetLibrary } from './forget-library.ts'
import { cameMeanwhile, loadAll } from './load-all.ts'
import { REFRESH_MS, refreshPlans, takeOver } from './take-over.ts'

/** Actors whose images changed while a full-window view was open. */
const useMissed = create<{ readonly actorIds: readonly string[] }>()(() => ({ actorIds: [] }))

async function renewImages(actorIds: readonly string[]): Promise<void> {
  const shown = useView.getState().actorId
  dropImages(actorIds, shown)
  if (shown === null || !actorIds.includes(shown)) return
  // A plan becomes stale when its actor's files change.
  if (usePlans.getState().byActor.has(shown)) refreshPlans([shown])
  const held = (document.activeElement?.closest('[data-cell-key]') ?? null) !== null
  await loadImages(shown)
  // The focused image may be rendered again in another place.
  if (held) keepFocusSoon()
}

const refreshImages = collector(REFRESH_MS, async (actorIds) => {
  if (!isCovered()) return renewImages(actorIds)
  useMissed.setState((missed) => ({ actorIds: [...new Set([...missed.actorIds, ...actorIds])] }))
})

useCovers.subscribe(({ stack }) => {
  const { actorIds } = useMissed.getState()
  if (stack.length > 0 || actorIds.length === 0) return
  useMissed.setState({ actorIds: [] })
  void renewImages(actorIds).then(keepFocusSoon)
})

followLikes()

/** Notifies the user of what an event changed, compared with the current state. Returns true when plans changed with it. */
function notice(event: Event): boolean {
  if (event.type === 'task') noticeTask(event.task)
  if (event.type === 'visionRequest') noticeVisionRequest(event.visionRequest)
  if (event.type === 'notice') notify(event.level, event.message)
  return event.type === 'run' && noticeRun(event.run)
}

function take(event: Event): void {
  const { library } = useLibrary.getState()
  const arePlansOld = notice(event)
  cameMeanwhile(event)
  takeOver(event)
  switch (event.type) {
    case 'library':
      if (event.library?.location !== library?.location) {
        forgetLibrary()
        return void loadAll()
      }
      renewQuestion()
      return assessOnOpening()
    case 'actors':
      return assessOnOpening()
    case 'images':
      forgetStrips(event.actorIds)
      countReviewQueue()
      refreshCulling(event.actorIds)
      liveResults.refresh(event.actorIds)
      return refreshImages(event.actorIds)
    case 'run':
      if (arePlansOld) refreshPlans(event.run.actors)
      return
    case 'task':
      if (event.task.kind === 'assess' && event.task.state === 'done') void offerReview(event.task.total)
      return
    case 'settings':
      // Prices depend on the generator and its model.
      return void loadPrice()
    case 'plans':
    case 'visionRequest':
    case 'history':
    case 'models':
    case 'notice':
      return
  }
}

/** Follows the core's events until the signal aborts. */
export const startSession = (signal: AbortSignal): Promise<void> =>
  follow(api, signal, {
    onUp: () => {
      useLibrary.setState({ link: 'up' })
      void loadAll()
    },
    onDown: () => useLibrary.setState({ link: 'down' }),
    onEvent: take,
  })
