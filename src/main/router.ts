import { implement, ORPCError } from '@orpc/server'
import { contract, type Event } from './contract/index.ts'
import type { Core } from './core.ts'
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
      if (error instanceof EvencastError) throw new ORPCError(error.code, { message: error.message, defined: true })
      if (error instanceof ORPCError) throw error
      core.log.error({ err: error }, 'unexpected error')
      throw new ORPCError('INTERNAL', {
        message: 'Something went wrong inside Evencast; the log has the details. Try again.',
        defined: true,
      })
    }
  })

  return os.router({
    events: os.events.handler(async function* ({ signal }) {
      yield* eventStream(core, signal)
    }),
    folders: {
      recent: os.folders.recent.handler(() => core.folders.recent()),
      browse: os.folders.browse.handler(({ input }) => core.folders.browse(input.folderId)),
    },
    library: {
      current: os.library.current.handler(() => core.current()?.view() ?? null),
      open: os.library.open.handler(async ({ input }) => (await core.open(core.folders.pathOf(input.folderId))).view()),
      openSample: os.library.openSample.handler(async () => (await core.openSample()).view()),
      close: os.library.close.handler(() => core.closeLibrary()),
      verify: os.library.verify.handler(async () => {
        const { ok, findings } = await core.library().verify()
        return { ok, findings: findings.map(({ actor_id, ...rest }) => ({ actorId: actor_id, ...rest })) }
      }),
    },
    actors: {
      list: os.actors.list.handler(() => core.library().actors()),
      images: os.actors.images.handler(({ input }) => core.library().images(input.actorId)),
      assess: os.actors.assess.handler(({ input }) => core.library().startAssess(input.actorIds)),
    },
    images: {
      detail: os.images.detail.handler(({ input }) => core.library().image(input.imageId)),
      classify: os.images.classify.handler(({ input }) => core.library().classify(input.imageIds, input.lane)),
    },
    history: {
      current: os.history.current.handler(() => core.library().history()),
      undo: os.history.undo.handler(() => core.library().undoEdit()),
      redo: os.history.redo.handler(() => core.library().redoEdit()),
    },
    plans: {
      make: os.plans.make.handler(({ input }) => core.library().startPlan(input.actorIds)),
      list: os.plans.list.handler(({ input }) => core.library().plans(input.actorIds)),
      setStep: os.plans.setStep.handler(({ input }) => core.library().setPlanStep(input)),
      discard: os.plans.discard.handler(({ input }) => core.library().discardPlans(input.actorIds)),
    },
    runs: {
      list: os.runs.list.handler(() => core.library().runs.list()),
      start: os.runs.start.handler(({ input }) => core.library().runs.start(input.actorIds)),
      cancel: os.runs.cancel.handler(({ input }) => core.library().runs.cancel(input.runId)),
      resume: os.runs.resume.handler(({ input }) => core.library().runs.resume(input.runId)),
      retryFailed: os.runs.retryFailed.handler(({ input }) => core.library().runs.retryFailed(input.runId)),
      undo: os.runs.undo.handler(({ input }) => core.library().runs.undo(input.runId)),
    },
    tasks: {
      list: os.tasks.list.handler(() => core.current()?.tasks() ?? []),
      cancel: os.tasks.cancel.handler(({ input }) => core.library().cancelTask(input.taskId)),
    },
    trash: {
      list: os.trash.list.handler(async () =>
        (await core.library().trash.list()).map((item) => ({
          trashId: item.id,
          actorId: item.actor_id,
          filename: item.filename,
          reason: item.reason,
          at: item.deleted_at,
          bytes: item.bytes,
          runId: item.run_id,
        })),
      ),
      restore: os.trash.restore.handler(async ({ input }) => void (await core.library().trash.restore(input.trashIds))),
      empty: os.trash.empty.handler(() => core.library().trash.empty()),
    },
    store: {
      preview: os.store.preview.handler(() => core.library().previewSync()),
      sync: os.store.sync.handler(({ input }) => core.library().startSync(input.delete)),
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
