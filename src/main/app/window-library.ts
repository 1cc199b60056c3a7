import type { SyncView } from '../contract/views.ts'
import { EvencastError } from '../domain/error.ts'
import { sumUsd } from '../domain/plan-cost.ts'
import type { Runner } from '../runs/runner.ts'
import { addImages } from '../operations/edit/add-images.ts'
import type { Announcer } from '../operations/view/announce.ts'
import type { Exports } from '../operations/view/exports.ts'
import { generationPrice } from '../operations/plan/generation-price.ts'
import { assessActor } from '../operations/assess/assess-actor.ts'
import type { Batches } from '../operations/batch/batches.ts'
import { classify, flag } from '../operations/edit/classify.ts'
import { cullingQueue } from '../operations/view/culling-queue.ts'
import { groupsOfActors } from '../operations/view/duplicate-groups.ts'
import type { Editing } from '../operations/edit/editing.ts'
import type { History } from '../operations/edit/history.ts'
import { keepDuplicates } from '../operations/edit/keep-duplicates.ts'
import { keepImages } from '../operations/edit/promises.ts'
import { setPlanStep } from '../operations/edit/set-plan-step.ts'
import { setTargets } from '../operations/edit/targets.ts'
import { promisesOf } from '../operations/view/promises.ts'
import type { Agreed, WindowLibrary } from './library.ts'
import { visionQuoteView, visionRequestView } from '../operations/vision/vision-views.ts'
import { type VisionRequest, withVisionRequest } from '../operations/vision/vision-request.ts'
import { measureActors } from '../operations/assess/measure-actors.ts'
import { moveToActor, trashImages } from '../operations/edit/move-images.ts'
import { quoteVision } from '../operations/vision/quote.ts'
import { inspectImage } from '../operations/assess/inspect-image.ts'
import { planActors } from '../operations/plan/plan-actors.ts'
import { viewPlans } from '../operations/plan/view-plan.ts'
import {
  presentActors,
  presentChanges,
  presentChosen,
  presentImage,
  presentImages,
  presentLibrary,
} from '../operations/view/present.ts'
import { reviewedPlans } from '../operations/run/reviewed.ts'
import { limitsForResumed } from '../operations/run/limits.ts'
import { duePlans, startRun } from '../operations/run/runs.ts'
import { createSearch } from '../operations/view/search.ts'
import type { Session } from '../operations/context/library-context.ts'
import type { StoreTrash } from '../operations/sync/store-trash.ts'
import type { Syncing } from '../operations/sync/sync-library.ts'
import { syncView } from '../operations/sync/sync-views.ts'
import type { TaskControl, Tasks } from '../operations/context/tasks.ts'
import { restoreTrash } from '../operations/edit/trash.ts'
import { verifyLibrary } from '../operations/verify/verify-library.ts'
import { chosenActors } from '../operations/context/chosen-actors.ts'
import type { ActorSelection } from '../operations/context/operation-options.ts'
import type { Activity } from '../operations/context/activity.ts'
import { plansOf } from '../operations/plan/plans-of.ts'

/** As many as a history shows. */
const MOST_REQUESTS = 50

/** The operations as a window calls them: what is short answers with the result, what is long with a task or a run. */
export function createWindowLibrary({
  session,
  batches,
  follow,
  leaving,
  runner,
  tasks,
  announcer,
  activity,
  syncing,
  storeTrash,
  exports,
  indexed,
  editing,
  history,
}: {
  readonly editing: Editing
  readonly history: History
  readonly session: Session
  readonly batches: Batches
  /** Looks after batches from now on. */
  readonly follow: () => void
  /** The library is being closed. */
  readonly leaving: () => boolean
  readonly runner: Runner
  readonly tasks: Tasks
  readonly announcer: Announcer
  readonly activity: Activity
  readonly syncing: Syncing
  readonly storeTrash: StoreTrash
  readonly exports: Exports
  readonly indexed: Promise<void>
}): WindowLibrary {
  const chosen = (actors: ActorSelection) => chosenActors(session, actors)
  const search = createSearch(session)
  let lastSync: SyncView | null = null

  /** Without a yes to its price nobody asks the model; with it, it is asked until the limit of the settings. */
  async function withAgreed<T>(
    actorIds: readonly string[],
    agreed: Agreed,
    work: (visionRequest?: VisionRequest) => Promise<T>,
  ): Promise<T> {
    await indexed
    return withVisionRequest(
      session,
      agreed ? await quoteVision(session, actorIds) : null,
      session.settings().maxCostUsd,
      work,
    )
  }

  async function assessAll(
    actorIds: readonly string[],
    { signal, progress }: TaskControl,
    visionRequest?: VisionRequest,
  ): Promise<void> {
    let done = 0
    for (const actorId of actorIds) {
      signal.throwIfAborted()
      progress(`Assessing ${actorId}`, done++, actorIds.length)
      if (!session.folders.has(actorId) || session.catalog.actors.get(actorId)?.problem) continue
      // What was measured shows, also when the looking ends at its limit.
      await assessActor(session, actorId, signal, visionRequest).finally(() => announcer.actors([actorId]))
    }
    progress('Assessed', done, actorIds.length)
  }

  async function handInAll(actorIds: readonly string[], { signal, progress }: TaskControl): Promise<void> {
    await indexed
    await measureActors(session, actorIds, signal, (done, total, actorId) =>
      progress(`Measured ${actorId}`, done, total),
    )
    announcer.actors(actorIds)
    const offer = await quoteVision(session, actorIds)
    if (offer === null || offer.images === 0) return
    progress('Submitting', 0, 0)
    try {
      await batches.handIn(offer, signal)
    } catch (error) {
      // Somebody changed their mind; who only leaves finds it handed in further at the next start.
      if (signal.aborted && !leaving()) await batches.cancelSending()
      throw error
    }
    follow()
  }

  async function planAll(
    actorIds: readonly string[],
    { signal, progress }: TaskControl,
    visionRequest?: VisionRequest,
  ): Promise<void> {
    const { summary } = await planActors(session, actorIds, {
      signal,
      visionRequest,
      onActor: (done, total, actorId) => {
        progress(`Planned ${actorId}`, done, total)
        announcer.actors([actorId])
        session.emit({ type: 'plans', actorIds: [actorId] })
      },
    })
    for (const { actor_id, error } of summary.failed) activity.failures.set(actor_id, error)
    announcer.actors(summary.failed.map((actor) => actor.actor_id))
    if (summary.failed.length > 0 && actorIds.length === 1)
      throw new EvencastError('INTERNAL', summary.failed[0]!.error)
  }

  return {
    view: () => presentLibrary(session, activity),
    actors: () => presentActors(session, activity),
    images(actorId) {
      chosen([actorId])
      return presentImages(session, activity, actorId)
    },
    imageChanges(actorId, since) {
      chosen([actorId])
      return presentChanges(session, activity, actorId, since)
    },
    imageViews: (imageIds) => presentChosen(session, activity, imageIds),
    image: (imageId) => presentImage(session, activity, imageId),
    inspectImage: (imageId, signal) => inspectImage(session, imageId, signal),
    search: (query) => search.search(query),
    findName: (query) => search.findName(query),
    countImages: (filters) => search.count(filters),
    promptIds: () => search.prompts(),
    cullingQueue: (scope) => cullingQueue(session, 'imageIds' in scope ? scope : { actorIds: chosen(scope.actorIds) }),
    duplicateGroups: (actors) => groupsOfActors(session, chosen(actors)),
    keepDuplicates: (groups) => keepDuplicates(session, editing, groups),
    flag: (imageIds, flagged) => flag(editing, imageIds, flagged),
    keep: (imageIds, kept) => keepImages(session, editing, imageIds, kept),
    promises: (actors) => promisesOf(session, chosen(actors)),
    setTargets: (actors, target) => setTargets(session, editing, chosen(actors), target),
    assess: (actors, agreed) => {
      const actorIds = chosen(actors)
      return tasks.launch('assess', 'Assessing', (control) =>
        withAgreed(actorIds, agreed, (visionRequest) => assessAll(actorIds, control, visionRequest)),
      )
    },
    async quoteVision(actors) {
      const offer = await quoteVision(session, chosen(actors))
      return offer && visionQuoteView(offer, session.settings().maxCostUsd)
    },
    handIn: (actors) => {
      const actorIds = chosen(actors)
      return tasks.launch('batch', 'Submitting', (control) => handInAll(actorIds, control))
    },
    async pickUp() {
      await batches.advance()
      follow()
    },
    cancelBatch: (visionRequestId) => batches.cancel(Number(visionRequestId)),
    followBatches: follow,
    visionRequests: () => session.catalog.visionRequests.latest(MOST_REQUESTS).map(visionRequestView),

    classify: (imageIds, lane, how) => classify(editing, imageIds, lane, how),
    moveToActor: (move) => moveToActor(session, editing, move),
    addImages: (adding) => addImages(session, editing, adding),
    trashImages: (imageIds) => trashImages(session, editing, imageIds),
    history: {
      view: () => history.view(),
      list: (options) => history.list(options),
      undo: () => editing.alone(() => history.undo()),
      redo: () => editing.alone(() => history.redo()),
      goTo: (id) => editing.alone(() => history.goTo(id)),
    },

    plan: (actors, agreed) => {
      const actorIds = chosen(actors)
      return tasks.launch('plan', 'Planning', (control) =>
        withAgreed(actorIds, agreed, (visionRequest) => planAll(actorIds, control, visionRequest)),
      )
    },
    plans: (actors) => viewPlans(session, chosen(actors)),
    setPlanStep: (step) => setPlanStep(session, editing, step),
    async discardPlans(actors) {
      const actorIds = chosen(actors)
      await Promise.all(actorIds.map((actorId) => session.plans.delete(actorId)))
      session.emit({ type: 'plans', actorIds: [...actorIds] })
    },

    price: () => generationPrice(session),
    prepareExport: (request) => exports.prepare(request),

    runs: () => runner.list(),
    async startRun(actors) {
      const asked = chosen(actors)
      // "All" means all that have a plan: an actor whose planning failed is listed, and the others go on.
      const actorIds = actors === 'all' ? (await plansOf(session, asked)).map((plan) => plan.actor_id) : asked
      const plans = (await reviewedPlans(session, actorIds, session.generator)).map(({ plan }) => plan)
      const due = duePlans(session, plans)
      if (due.length === 0) throw new EvencastError('BAD_INPUT', 'There is nothing left to do in these plans.')
      return startRun(session, runner, due, { spentUsd: sumUsd(due.map((plan) => plan.evaluation_cost_usd ?? 0)) })
    },
    cancelRun: (runId) => runner.cancel(runId),
    resumeRun: (runId) => runner.resume(runId, limitsForResumed(session, runner, runId)),
    retryFailed: (runId) => runner.retryFailed(runId, limitsForResumed(session, runner, runId)),
    undoRun: (runId) => runner.undo(runId),

    tasks: () => tasks.list(),
    cancelTask: (taskId) => tasks.cancel(taskId),
    async verify() {
      await indexed
      return verifyLibrary(session, syncing.urlBase())
    },
    async restoreTrash(trashIds) {
      announcer.actors(new Set(await restoreTrash(session, editing, storeTrash, trashIds)))
    },
    previewSync: async () => syncView(session, await syncing.sync({ dryRun: true, delete: true })),
    sync: (options) =>
      tasks.launch('sync', 'Syncing', async ({ signal, progress }) => {
        await indexed
        try {
          const outcome = await syncing.sync({
            ...options,
            signal,
            onProgress: ({ phase, done, total, bytes }) => progress(phase, done, total, bytes),
          })
          lastSync = syncView(session, outcome)
        } finally {
          // What was done before it was cut short is shown too.
          announcer.actors(session.folders.keys())
        }
      }),
    lastSync: () => lastSync,
    refresh() {
      activity.storedSince = session.catalog.cards.nextRevision()
      announcer.library()
      announcer.actors(session.folders.keys())
    },
  }
}
