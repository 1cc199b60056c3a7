import { implement, ORPCError } from '@orpc/server'
import { contract, ERROR_STATUS } from './contract/index.ts'
import type { Core } from './app.ts'
import { eventStream } from './app/event-stream.ts'
import type { LibraryParts } from './app/library-parts.ts'
import { assessProcedures, imageInspection } from './operations/assess/procedures.ts'
import { batchProcedures } from './operations/batch/procedures.ts'
import type { Call, Procedures } from './operations/context/procedures.ts'
import { taskProcedures } from './operations/context/task-procedures.ts'
import {
  duplicateEdits,
  historyProcedures,
  imageEdits,
  planEdits,
  targetProcedures,
  trashProcedures,
} from './operations/edit/procedures.ts'
import { snapshotProcedures } from './operations/edit/snapshot-procedures.ts'
import { captionProcedures } from './operations/edit/caption-procedures.ts'
import { cropProcedures } from './operations/edit/crop-procedures.ts'
import { trainingProcedures } from './operations/export/procedures.ts'
import { planProcedures } from './operations/plan/procedures.ts'
import { runProcedures } from './operations/run/procedures.ts'
import { storeProcedures } from './operations/sync/procedures.ts'
import { verifyProcedures } from './operations/verify/procedures.ts'
import { viewLibrary } from './operations/view/present.ts'
import {
  actorViews,
  cullingProcedures,
  duplicateViews,
  downloadProcedures,
  imageViews,
  promiseProcedures,
} from './operations/view/procedures.ts'
import { visionQuotes } from './operations/vision/procedures.ts'
import { latestVisionRequests } from './operations/vision/vision-views.ts'
import type { Control } from './fleet/control.ts'
import { denied, diskFault } from './domain/disk-fault.ts'
import { EvencastError } from './domain/error.ts'

type Contract = typeof contract
type Os = ReturnType<typeof implement<Contract>>
type Group = Exclude<keyof Contract, 'events'>

/** What a procedure's implementer makes of a function. */
type Handler<T> = T extends { handler(...given: never): infer Made } ? Made : never
type Procedure = (parts: LibraryParts, input: unknown, call: Call) => unknown
interface Implementer {
  handler(run: (given: { readonly input: unknown; readonly signal?: AbortSignal }) => unknown): unknown
}

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
      const fault = diskFault(error) ?? denied(error)
      if (fault !== null)
        throw new ORPCError('UNAVAILABLE', { status: ERROR_STATUS.UNAVAILABLE, message: fault, defined: true })
      core.log.error({ err: error }, 'unexpected error')
      throw new ORPCError('INTERNAL', {
        message: 'Something went wrong inside Evencast; the log has the details. Try again.',
        defined: true,
      })
    }
  })

  /** The parts of the opened library; the procedures of operations work on them. */
  const parts = () => {
    const current = core.current()
    if (!current) throw new EvencastError('NOT_FOUND', 'No library is open. Open a folder first.')
    return current.parts
  }
  type Handlers<G extends Group, P extends keyof Os[G]> = { readonly [N in P]: Handler<Os[G][N]> }

  /**
   * Handlers for a table of procedures: each is called with the parts of the opened library and its input, those that only show (`view`)
   * at once, all others when the folders are known for what they are.
   */
  function serve<G extends Group, P extends keyof Os[G] & keyof Contract[G]>(
    group: G,
    procedures: Procedures<G, LibraryParts, P>,
    isView: 'view' | null = null,
  ): Handlers<G, P> {
    const implementers: Readonly<Record<string, Implementer>> = os[group] as never
    const handlers = Object.entries<Procedure>(procedures as never).map(([name, run]) => [
      name,
      implementers[name]?.handler(({ input, signal }) => {
        const opened = parts()
        const waiting = isView ? null : opened.confirmed()
        return waiting ? waiting.then(() => run(opened, input, { signal })) : run(opened, input, { signal })
      }),
    ])
    // The types of both sides follow from the contract; what is in between has lost them.
    return Object.fromEntries(handlers) as Handlers<G, P>
  }

  /** Loads PostgreSQL's driver, which nothing else does. */
  async function inFleet<T>(work: (control: Control) => Promise<T>): Promise<T> {
    const { openControl } = await import('./fleet/control.ts')
    const control = await openControl(core.fleetAddress())
    try {
      return await work(control)
    } finally {
      await control.close()
    }
  }

  return os.router({
    events: os.events.handler(async function* ({ signal }) {
      yield* eventStream((listener) => core.subscribe(listener), signal)
    }),
    about: {
      get: os.about.get.handler(() => core.about()),
      crashed: os.about.crashed.handler(({ input }) => core.log.error(input, 'a window failed')),
    },
    folders: {
      recent: os.folders.recent.handler(() => core.recentFolders()),
      browse: os.folders.browse.handler(({ input }) => core.browseFolders(input.folderId)),
    },
    library: {
      current: os.library.current.handler(() => {
        const current = core.current()
        return current && viewLibrary(current.parts)
      }),
      open: os.library.open.handler(async ({ input }) => viewLibrary((await core.openGranted(input.folderId)).parts)),
      openStore: os.library.openStore.handler(async ({ input }) => viewLibrary((await core.open(input.address)).parts)),
      openSample: os.library.openSample.handler(async () => viewLibrary((await core.openSample()).parts)),
      close: os.library.close.handler(() => core.closeLibrary()),
      question: os.library.question.handler(() => core.question()),
      decide: os.library.decide.handler(async ({ input }) => {
        await core.decide(input)
        return core.question()
      }),
      ...serve('library', verifyProcedures),
    },
    actors: { ...serve('actors', actorViews, 'view'), ...serve('actors', assessProcedures) },
    vision: {
      ...serve('vision', visionQuotes),
      ...serve('vision', batchProcedures),
      prices: os.vision.prices.handler(() => core.visionPrices()),
      list: os.vision.list.handler(() => {
        const current = core.current()
        return current ? latestVisionRequests(current.parts.context) : []
      }),
    },
    images: {
      ...serve('images', imageViews, 'view'),
      ...serve('images', imageInspection),
      ...serve('images', imageEdits),
      add: os.images.add.handler(({ input }) => core.addImages(input)),
    },
    captions: serve('captions', captionProcedures),
    crops: serve('crops', cropProcedures),
    training: serve('training', trainingProcedures),
    promises: serve('promises', promiseProcedures, 'view'),
    targets: serve('targets', targetProcedures),
    culling: serve('culling', cullingProcedures, 'view'),
    duplicates: { ...serve('duplicates', duplicateViews, 'view'), ...serve('duplicates', duplicateEdits) },
    history: {
      current: os.history.current.handler(() => core.current()?.parts.history.view() ?? { undo: null, redo: null }),
      ...serve('history', historyProcedures),
    },
    snapshots: serve('snapshots', snapshotProcedures),
    plans: { ...serve('plans', planProcedures), ...serve('plans', planEdits) },
    generators: { models: os.generators.models.handler(() => core.generationModels()) },
    downloads: serve('downloads', downloadProcedures),
    runs: serve('runs', runProcedures),
    tasks: {
      list: os.tasks.list.handler(() => core.current()?.parts.tasks.list() ?? []),
      ...serve('tasks', taskProcedures, 'view'),
    },
    trash: serve('trash', trashProcedures),
    store: {
      ...serve('store', storeProcedures),
      last: os.store.last.handler(() => core.current()?.parts.syncTask.last() ?? null),
    },
    secrets: {
      list: os.secrets.list.handler(() => core.secrets()),
      guard: os.secrets.guard.handler(() => core.keyGuard()),
      set: os.secrets.set.handler(async ({ input }) => {
        if (input.name === 'EVENCAST_FLEET' && input.value?.trim()) {
          const { checkAddress } = await import('./fleet/ledger/connect.ts')
          checkAddress(input.value.trim())
        }
        return core.setSecret(input.name, input.value)
      }),
    },
    services: {
      test: os.services.test.handler(async ({ input: { service }, signal }) => {
        if (service !== 'fleet') return core.testService(service, signal)
        const { testConnection } = await import('./fleet/test-connection.ts')
        return testConnection(core.fleetAddress())
      }),
      localServers: os.services.localServers.handler(({ signal }) => core.localServers(signal)),
    },
    models: {
      list: os.models.list.handler(() => core.models.list()),
      install: os.models.install.handler(({ input }) => core.installModel(input.id, input.folderId)),
      stop: os.models.stop.handler(({ input }) => core.models.stop(input.id)),
      remove: os.models.remove.handler(({ input }) => core.models.remove(input.id)),
    },
    settings: {
      get: os.settings.get.handler(() => core.settings()),
      set: os.settings.set.handler(({ input }) => core.changeSettings(input)),
    },
    fleet: {
      watch: os.fleet.watch.handler(async function* ({ signal = new AbortController().signal }) {
        const { watchFleet } = await import('./fleet/watch.ts')
        yield* watchFleet(core.fleetAddress(), signal)
      }),
      approve: os.fleet.approve.handler(({ input }) =>
        inFleet((control) => control.approveShown(new Map(input.plans.map(({ actorId, plan }) => [actorId, plan])))),
      ),
      pause: os.fleet.pause.handler(() => inFleet(async (control) => void (await control.pause()))),
      resume: os.fleet.resume.handler(() => inFleet((control) => control.resume(null))),
      cancel: os.fleet.cancel.handler(() => inFleet((control) => control.cancel(null))),
      budget: os.fleet.budget.handler(({ input }) =>
        inFleet(async (control) => void (await control.setBudget(input.limitUsd))),
      ),
    },
  })
}
