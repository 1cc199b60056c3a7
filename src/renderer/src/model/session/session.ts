import { create } from 'zustand'
import type { Event } from '../../../../main/contract/index.ts'
import { refreshCulling } from '../culling/views.ts'
import { forgetActors, mergeActors, replaceActors, useActors } from '../library/actors-store.ts'
import { forgetHistory } from '../edits/history-store.ts'
import { dropImages, forgetImages, loadImages } from '../images/images-store.ts'
import { resetSelection } from '../images/selection-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { follow } from '../../base/host/events.ts'
import { countReviewQueue, forgetReviewQueue, offerReview } from '../culling/review-queue.ts'
import { forgetStrips } from '../fleet/strips-store.ts'
import { forgetFleet } from '../fleet/selection-store.ts'
import { clearFilter } from '../images/filter-store.ts'
import { liveResults } from '../search/live.ts'
import { forgetResults } from '../search/results-store.ts'
import { closeLightbox } from '../window/lightbox-store.ts'
import { forgetPlans, mergePlans, usePlans } from '../work/plans-store.ts'
import { noticeVisionRequest } from '../work/vision-notices.ts'
import { forgetVisionRequests, mergeVisionRequest, replaceVisionRequests } from '../work/vision-store.ts'
import { loadPlans } from '../work/load-plans.ts'
import { loadPrice } from '../work/price-store.ts'
import { mergeRun, mergeTask, replaceRuns } from '../work/runs-store.ts'
import { noticeRun, noticeTask } from '../work/run-notices.ts'
import { notify } from '../../base/ui/notify.ts'
import { followLikes } from '../images/liked.ts'
import { loadModels, takeModels } from '../library/models-store.ts'
import { collector } from '../library/collector.ts'
import { assessOnOpening } from './auto-assess.ts'
import { closeCovers, isCovered, keepFocusSoon, useCovers } from '../surface/cover-store.ts'
import { setHistory, useLibrary } from '../library/library-store.ts'
import { forgetQuestion, loadQuestion, renewQuestion } from '../library/question-store.ts'
import { forgetView, showFirstPage, useView } from '../window/view-store.ts'

const REFRESH_MS = 80

const refreshPlans = collector(REFRESH_MS, loadPlans)

/** Actors whose images changed while a cover lay over them. */
const useMissed = create<{ readonly actorIds: readonly string[] }>()(() => ({ actorIds: [] }))

async function renewImages(actorIds: readonly string[]): Promise<void> {
  const shown = useView.getState().actorId
  dropImages(actorIds, shown)
  if (shown === null || !actorIds.includes(shown)) return
  // A plan goes out of date with the files it speaks of.
  if (usePlans.getState().byActor.has(shown)) refreshPlans([shown])
  const held = (document.activeElement?.closest('[data-cell-key]') ?? null) !== null
  await loadImages(shown)
  // The image that had the focus may be drawn again, in another place.
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

function forgetLibrary(): void {
  forgetActors()
  forgetImages()
  forgetPlans()
  forgetVisionRequests()
  replaceRuns([], [])
  resetSelection()
  forgetHistory()
  forgetFleet()
  forgetStrips('all')
  forgetReviewQueue()
  clearFilter()
  forgetResults()
  closeLightbox()
  closeCovers()
  forgetView()
  forgetQuestion()
}

/** Fetches every list: after connecting, after a reconnect, and when another library was opened. */
export async function loadAll(): Promise<void> {
  const [library, settings, history, recent] = await Promise.all([
    outcome(api.library.current()),
    outcome(api.settings.get()),
    outcome(api.history.current()),
    outcome(api.folders.recent()),
  ])
  useLibrary.setState({
    ...(library.ok && { library: library.value, known: true }),
    ...(settings.ok && { settings: settings.value }),
    ...(history.ok && { history: history.value }),
    ...(recent.ok && { recent: recent.value }),
  })
  if (!library.ok) {
    notify('error', library.problem.message)
    return
  }
  if (!library.value) {
    forgetLibrary()
    return
  }
  if (!useActors.getState().loaded) showFirstPage(library.value.actors)
  const [actors, plans, runs, tasks, vision] = await Promise.all([
    outcome(api.actors.list()),
    outcome(api.plans.list({ actorIds: 'all' })),
    outcome(api.runs.list()),
    outcome(api.tasks.list()),
    outcome(api.vision.list()),
    loadPrice(),
    loadModels(),
    loadQuestion(),
  ])
  if (actors.ok) replaceActors(actors.value)
  if (plans.ok) mergePlans('all', plans.value)
  if (vision.ok) replaceVisionRequests(vision.value)
  if (runs.ok && tasks.ok) replaceRuns(runs.value, tasks.value)
  const shown = useView.getState().actorId
  assessOnOpening()
  countReviewQueue()
  if (shown !== null) await loadImages(shown)
}

function take(event: Event): void {
  switch (event.type) {
    case 'library': {
      const before = useLibrary.getState().library
      useLibrary.setState({ library: event.library, known: true })
      if (event.library?.location !== before?.location) {
        forgetLibrary()
        void loadAll()
      } else {
        renewQuestion()
        assessOnOpening()
      }
      return
    }
    case 'actors':
      mergeActors(event.actors, event.removed)
      return assessOnOpening()
    case 'images':
      forgetStrips(event.actorIds)
      countReviewQueue()
      refreshCulling(event.actorIds)
      liveResults.refresh(event.actorIds)
      return refreshImages(event.actorIds)
    case 'plans':
      return refreshPlans(event.actorIds)
    case 'run':
      if (noticeRun(event.run)) refreshPlans(event.run.actors)
      return mergeRun(event.run)
    case 'task':
      noticeTask(event.task)
      if (event.task.kind === 'assess' && event.task.state === 'done') void offerReview(event.task.total)
      return mergeTask(event.task)
    case 'visionRequest':
      noticeVisionRequest(event.visionRequest)
      return mergeVisionRequest(event.visionRequest)
    case 'history':
      return setHistory(event.history)
    case 'models':
      return takeModels(event.models)
    case 'settings':
      useLibrary.setState({ settings: event.settings })
      // Another generator or model has another price.
      void loadPrice()
      return
    case 'notice':
      notify(event.level, event.message)
  }
}

/** Follows the core from now on; the signal ends it. */
export const startSession = (signal: AbortSignal): Promise<void> =>
  follow(api, signal, {
    onUp: () => {
      useLibrary.setState({ link: 'up' })
      void loadAll()
    },
    onDown: () => useLibrary.setState({ link: 'down' }),
    onEvent: take,
  })
