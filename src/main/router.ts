import { implement, ORPCError } from '@orpc/server'
import { contract, ERROR_STATUS, type Event } from './contract/index.ts'
import type { Core } from './app.ts'
import { EvencastError } from './domain/error.ts'

/**
 * The contract, carried out by the core. Errors of the closed set go out with their sentence; anything else is a bug: it is
 * logged, and the window learns only that it happened.
 */
export function createRouter(core: Core) {
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof EvencastError) {
        const { code, message } = error
        throw new ORPCError(code, { status: ERROR_STATUS[code], message, defined: true })
      }
      if (error instanceof ORPCError) throw error
      core.log.error({ err: error }, 'unexpected error')
      throw new ORPCError('INTERNAL', {
        message: 'Something went wrong inside Evencast; the log has the details. Try again.',
        defined: true,
      })
    }
  })

  const library = () => {
    const current = core.current()
    if (!current) throw new EvencastError('NOT_FOUND', 'No library is open. Open a folder first.')
    return current
  }
  const opened = () => library().window

  return os.router({
    events: os.events.handler(async function* ({ signal }) {
      yield* eventStream(core, signal)
    }),
    folders: {
      recent: os.folders.recent.handler(() => core.recentFolders()),
      browse: os.folders.browse.handler(({ input }) => core.browseFolders(input.folderId)),
    },
    library: {
      current: os.library.current.handler(() => core.current()?.window.view() ?? null),
      open: os.library.open.handler(async ({ input }) => (await core.openGranted(input.folderId)).window.view()),
      openSample: os.library.openSample.handler(async () => (await core.openSample()).window.view()),
      close: os.library.close.handler(() => core.closeLibrary()),
      verify: os.library.verify.handler(async () => {
        const { ok, findings } = await opened().verify()
        return { ok, findings: findings.map(({ actor_id, ...rest }) => ({ actorId: actor_id, ...rest })) }
      }),
    },
    actors: {
      list: os.actors.list.handler(() => opened().actors()),
      images: os.actors.images.handler(({ input }) => opened().images(input.actorId)),
      changes: os.actors.changes.handler(({ input }) => opened().imageChanges(input.actorId, input.since)),
      assess: os.actors.assess.handler(({ input }) => opened().assess(input.actorIds, input.agreed)),
    },
    vision: {
      offer: os.vision.offer.handler(({ input }) => opened().quoteVision(input.actorIds)),
      handIn: os.vision.handIn.handler(({ input }) => opened().handIn(input.actorIds)),
      pickUp: os.vision.pickUp.handler(() => opened().pickUp()),
      cancel: os.vision.cancel.handler(({ input }) => opened().cancelBatch(input.visionRequestId)),
      prices: os.vision.prices.handler(() => core.visionPrices()),
      list: os.vision.list.handler(() => core.current()?.window.visionRequests() ?? []),
    },
    images: {
      views: os.images.views.handler(({ input }) => opened().imageViews(input.imageIds)),
      detail: os.images.detail.handler(({ input }) => opened().image(input.imageId)),
      inspect: os.images.inspect.handler(({ input, signal }) => opened().inspectImage(input.imageId, signal)),
      search: os.images.search.handler(({ input }) => opened().search(input)),
      findName: os.images.findName.handler(({ input }) => opened().findName(input)),
      count: os.images.count.handler(({ input }) => opened().countImages(input.filters)),
      prompts: os.images.prompts.handler(() => opened().promptIds()),
      flag: os.images.flag.handler(({ input }) => opened().flag(input.imageIds, input.flagged)),
      classify: os.images.classify.handler(({ input: { imageIds, lane, ...how } }) =>
        opened().classify(imageIds, lane, how),
      ),
      keep: os.images.keep.handler(({ input }) => opened().keep(input.imageIds, input.kept)),
      moveToActor: os.images.moveToActor.handler(({ input }) => opened().moveToActor(input)),
      add: os.images.add.handler(({ input }) => core.addImages(input)),
      trash: os.images.trash.handler(({ input }) => opened().trashImages(input.imageIds)),
    },
    promises: {
      list: os.promises.list.handler(({ input }) => opened().promises(input.actorIds)),
    },
    targets: {
      set: os.targets.set.handler(({ input }) => opened().setTargets(input.actorIds, input.target)),
    },
    culling: {
      queue: os.culling.queue.handler(({ input }) => opened().cullingQueue(input)),
    },
    duplicates: {
      groups: os.duplicates.groups.handler(({ input }) => opened().duplicateGroups(input.actorIds)),
      keep: os.duplicates.keep.handler(({ input }) => opened().keepDuplicates(input.groups)),
    },
    history: {
      current: os.history.current.handler(() => core.current()?.window.history.view() ?? { undo: null, redo: null }),
      list: os.history.list.handler(({ input }) => opened().history.list(input)),
      undo: os.history.undo.handler(() => opened().history.undo()),
      redo: os.history.redo.handler(() => opened().history.redo()),
      goTo: os.history.goTo.handler(({ input }) => opened().history.goTo(input.id)),
    },
    plans: {
      make: os.plans.make.handler(({ input }) => opened().plan(input.actorIds, input.agreed)),
      list: os.plans.list.handler(({ input }) => opened().plans(input.actorIds)),
      setStep: os.plans.setStep.handler(({ input }) => opened().setPlanStep(input)),
      discard: os.plans.discard.handler(({ input }) => opened().discardPlans(input.actorIds)),
      price: os.plans.price.handler(() => opened().price()),
    },
    exports: {
      prepare: os.exports.prepare.handler(({ input }) => opened().prepareExport(input)),
    },
    runs: {
      list: os.runs.list.handler(() => opened().runs()),
      start: os.runs.start.handler(({ input }) => opened().startRun(input.actorIds)),
      cancel: os.runs.cancel.handler(({ input }) => opened().cancelRun(input.runId)),
      resume: os.runs.resume.handler(({ input }) => opened().resumeRun(input.runId)),
      retryFailed: os.runs.retryFailed.handler(({ input }) => opened().retryFailed(input.runId)),
      undo: os.runs.undo.handler(({ input }) => opened().undoRun(input.runId)),
    },
    tasks: {
      list: os.tasks.list.handler(() => core.current()?.window.tasks() ?? []),
      cancel: os.tasks.cancel.handler(({ input }) => opened().cancelTask(input.taskId)),
    },
    trash: {
      list: os.trash.list.handler(async () =>
        (await library().trash.list()).map((item) => ({
          trashId: item.id,
          actorId: item.actor_id,
          filename: item.filename,
          reason: item.reason,
          at: item.deleted_at,
          bytes: item.bytes,
          runId: item.run_id,
        })),
      ),
      restore: os.trash.restore.handler(({ input }) => opened().restoreTrash(input.trashIds)),
      inStore: os.trash.inStore.handler(() => library().trash.inStore()),
      empty: os.trash.empty.handler(() => library().trash.empty()),
    },
    store: {
      preview: os.store.preview.handler(() => opened().previewSync()),
      sync: os.store.sync.handler(({ input: { conflicts, ...options } }) =>
        opened().sync({
          ...options,
          conflicts: typeof conflicts === 'string' ? conflicts : new Map(Object.entries(conflicts)),
        }),
      ),
      last: os.store.last.handler(() => core.current()?.window.lastSync() ?? null),
    },
    secrets: {
      list: os.secrets.list.handler(() => core.secrets()),
      guard: os.secrets.guard.handler(() => core.keyGuard()),
      set: os.secrets.set.handler(({ input }) => core.setSecret(input.name, input.value)),
    },
    services: {
      test: os.services.test.handler(({ input, signal }) => core.testService(input.service, signal)),
    },
    settings: {
      get: os.settings.get.handler(() => core.settings()),
      set: os.settings.set.handler(({ input }) => core.changeSettings(input)),
    },
  })
}

/** Turns pushed events into a pulled stream. A window that does not keep up loses nothing but gets it later. */
async function* eventStream(core: Core, signal: AbortSignal | undefined): AsyncGenerator<Event> {
  const waiting: Event[] = []
  let wake: () => void = () => {}
  const unsubscribe = core.subscribe((event) => {
    waiting.push(event)
    wake()
  })
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  try {
    while (!signal?.aborted) {
      const event = waiting.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    unsubscribe()
    signal?.removeEventListener('abort', onAbort)
  }
}
