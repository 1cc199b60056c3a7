import { create } from 'zustand'
import type { Event } from '../../../../main/contract/index.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'
import { countReviewQueue } from '../culling/review-queue.ts'
import { loadImages } from '../images/images-store.ts'
import { replaceActors, useActors } from '../library/actors-store.ts'
import { useLibrary } from '../library/library-store.ts'
import { loadModels } from '../library/models-store.ts'
import { loadQuestion } from '../library/question-store.ts'
import { showFirstPage, useView } from '../window/view-store.ts'
import { mergePlans } from '../work/plans-store.ts'
import { loadPrice } from '../work/price-store.ts'
import { replaceRuns } from '../work/runs-store.ts'
import { replaceVisionRequests } from '../work/vision-store.ts'
import { assessOnOpening } from './auto-assess.ts'
import { forgetLibrary } from './forget-library.ts'
import { takeOver } from './take-over.ts'

/** The latest fetch of all lists, and the events that arrived during it. */
interface Fetching {
  readonly meanwhile: Event[]
  readonly loaded: Promise<void>
}

const useFetching = create<{ readonly latest: Fetching | null }>()(() => ({ latest: null }))

/** Records an event, because lists that are being fetched may be older than it. */
export const cameMeanwhile = (event: Event): void => void useFetching.getState().latest?.meanwhile.push(event)

/** Fetches every list: after connecting, reconnecting, and opening another library. An outdated call resolves together with the latest. */
export async function loadAll(): Promise<void> {
  const meanwhile: Event[] = []
  const isLatest = () => useFetching.getState().latest?.meanwhile === meanwhile
  const loaded = loadLists(meanwhile, isLatest)
  useFetching.setState({ latest: { meanwhile, loaded } })
  try {
    await loaded
  } finally {
    if (isLatest()) useFetching.setState({ latest: null })
  }
  await useFetching.getState().latest?.loaded
}

async function loadLists(meanwhile: readonly Event[], isLatest: () => boolean): Promise<void> {
  const [library, settings, history, recent] = await Promise.all([
    outcome(api.library.current()),
    outcome(api.settings.get()),
    outcome(api.history.current()),
    outcome(api.folders.recent()),
  ])
  if (!isLatest()) return
  useLibrary.setState({
    ...(library.ok && { library: library.value, known: true }),
    ...(settings.ok && { settings: settings.value }),
    ...(history.ok && { history: history.value }),
    ...(recent.ok && { recent: recent.value }),
  })
  takeOverAll(meanwhile)
  const opened = useLibrary.getState().library
  if (!library.ok) {
    notify('error', library.problem.message)
    return
  }
  if (!opened) {
    forgetLibrary()
    return
  }
  if (!useActors.getState().loaded) showFirstPage(opened.actors)
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
  if (!isLatest()) return
  if (actors.ok) replaceActors(actors.value)
  if (plans.ok) mergePlans('all', plans.value)
  if (vision.ok) replaceVisionRequests(vision.value)
  if (runs.ok && tasks.ok) replaceRuns(runs.value, tasks.value)
  takeOverAll(meanwhile)
  const shown = useView.getState().actorId
  assessOnOpening()
  countReviewQueue()
  if (shown !== null) await loadImages(shown)
}

/** Without this, a task that ended while a list was fetched would be shown as running forever. */
function takeOverAll(events: readonly Event[]): void {
  for (const event of events) takeOver(event)
}
