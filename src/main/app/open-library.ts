import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { createCatalog } from '../catalog/catalog.ts'
import { type Database, openOrRebuild } from '../catalog/database.ts'
import { CATALOG_SCHEMA } from '../catalog/schema.ts'
import type { Event } from '../contract/index.ts'
import type { Settings } from '../contract/settings.ts'
import { parseIndex } from '../domain/naming.ts'
import type { RunView } from '../contract/views.ts'
import { loadPrompts } from '../generation/prompts/library.ts'
import { createEditor } from '../history/editor.ts'
import { createHistoryJournal } from '../history/journal.ts'
import { HISTORY_SCHEMA } from '../history/schema.ts'
import { createTimeline } from '../history/timeline.ts'
import { createActionPlans } from '../library/action-plans.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { clearLeftovers, clearManifestLeftovers } from '../library/leftovers.ts'
import { claimLibrary, ownDir } from '../library/presence.ts'
import { createSnapshotStore } from '../library/snapshots/store.ts'
import { createTrash } from '../library/trash.ts'
import { createJournal } from '../runs/journal.ts'
import { createRunner } from '../runs/runner.ts'
import { RUNS_SCHEMA } from '../runs/schema.ts'
import { createBatchStates } from '../operations/context/batch-states.ts'
import { createBatches } from '../operations/batch/batches.ts'
import { followBatches } from '../operations/batch/follow-batches.ts'
import { createAnnouncer } from '../operations/view/announce.ts'
import { createCandidateCheck } from '../operations/run/check-candidate.ts'
import { createCommands } from './command-library.ts'
import { createSnapshotCommands } from '../operations/edit/snapshot-commands.ts'
import { createCaptionCommands } from '../operations/edit/caption-commands.ts'
import { createEditPorts } from '../operations/edit/edit-ports.ts'
import { createEditing } from '../operations/edit/editing.ts'
import { createExecutor } from '../operations/run/execute.ts'
import { createExports, type Exports, type Thumbnail } from '../operations/view/exports.ts'
import type { ExportPorts } from '../operations/export/export-actors.ts'
import { judgeActor } from '../operations/assess/judge-actor.ts'
import { createJudgeAgain } from '../operations/assess/judge-again.ts'
import { indexActors } from '../operations/follow/follow-folder.ts'
import { followLibrary } from '../operations/follow/follow-library.ts'
import { createHistory, refuseAfterEdits } from '../operations/edit/history.ts'
import { createKeyedLock } from '../kit/keyed-lock.ts'
import type { Library } from './library.ts'
import { createRunPorts } from '../operations/run/run-ports.ts'
import { createSettling } from '../operations/run/settle-run.ts'
import { createRecentManifests } from '../operations/context/recent-manifests.ts'
import { renewCards } from '../operations/index/renew-cards.ts'
import type { Session } from '../operations/context/library-context.ts'
import { createStoreRecords } from '../operations/sync/store-records.ts'
import { createStoreTrash } from '../operations/sync/store-trash.ts'
import { createSyncing } from '../operations/sync/sync-library.ts'
import type { Services } from './services.ts'
import { createSearch } from '../operations/view/search.ts'
import { createSyncTask } from '../operations/sync/sync-task.ts'
import { createUnfinishedWork, type UnfinishedWork } from './unfinished-work.ts'
import { createTasks } from '../operations/context/tasks.ts'
import type { LibraryParts } from './library-parts.ts'
import { createActivity } from '../operations/context/activity.ts'

export interface OpenPorts {
  readonly services: Services
  readonly settings: () => Settings
  /** Folder of the embedded prompts. */
  readonly promptsDir: string
  readonly emit: (event: Event) => void
  readonly log: Logger
  readonly now: () => Date
  readonly thumbnail: Thumbnail
  readonly training: ExportPorts
  /** This user has opened it here before: what is unfinished is theirs and is carried on. */
  readonly isKnown: boolean
}

export interface OpenedLibrary extends Library {
  readonly session: Session
  readonly exports: Exports
  readonly unfinished: UnfinishedWork
  close(): Promise<void>
}

/**
 * Opens a folder that was recognised: its database (held exclusively), what an earlier process left unfinished, a watch on the
 * folder, and a first look at it that goes on after this answers. Close it before another is opened.
 */
export async function openLibrary(layout: LibraryLayout, ports: OpenPorts): Promise<OpenedLibrary> {
  const { emit, log, now } = ports
  await claimLibrary(layout.root)
  const prompts = await loadPrompts(ports.promptsDir, join(layout.root, 'prompts'))
  const { db, warning } = await openOrRebuild(join(ownDir(layout.root), 'catalog.db'), [
    CATALOG_SCHEMA,
    { name: 'runs', steps: RUNS_SCHEMA },
    { name: 'history', steps: HISTORY_SCHEMA },
  ])
  try {
    return await assemble(layout, ports, db, prompts, warning)
  } catch (error) {
    db.close()
    throw error
  }

  async function assemble(
    found: LibraryLayout,
    { services, settings }: OpenPorts,
    database: Database,
    promptLibrary: Session['prompts'],
    damaged: string | null,
  ): Promise<OpenedLibrary> {
    const catalog = createCatalog(database)
    catalog.visionRequests.endInterrupted(now().toISOString())
    const notices: string[] = []
    const session: Session = {
      layout: { ...found, warnings: damaged === null ? found.warnings : [...found.warnings, damaged] },
      plans: createActionPlans(found.root),
      folders: new Map(found.actors.map((folder) => [folder.actorId, folder])),
      catalog,
      trash: createTrash(found.root),
      snapshots: createSnapshotStore(found.root),
      evaluator: services.evaluator,
      vision: services.vision,
      visionBatches: (of) => services.visionBatches({ ...of, tmpDir: join(ownDir(found.root), 'tmp') }),
      batchStates: createBatchStates(catalog),
      visionAs: services.visionAs,
      get generator() {
        return services.generator()
      },
      generatorNamed: services.generatorNamed,
      generatorAs: services.generatorAs,
      generatorOf: services.generatorOf,
      store: services.store,
      prompts: promptLibrary,
      settings,
      notices,
      emit(event) {
        if (event.type === 'notice' && event.level !== 'info') remember(notices, event.message)
        emit(event)
      },
      log,
      now,
      recentManifests: createRecentManifests(),
      unjudged: new Set(),
      manifestLock: createKeyedLock(),
      actorLock: createKeyedLock(),
    }
    return { ...(await compose(session, database, ports)), session }
  }
}

/** As many as anybody reads. */
const MOST_NOTICES = 100

function remember(notices: string[], message: string): void {
  if (!notices.includes(message) && notices.length < MOST_NOTICES) notices.push(message)
}

async function compose(session: Session, db: Database, { thumbnail, training, isKnown }: OpenPorts) {
  const { emit, log, now, layout } = session
  const activity = createActivity()
  const announcer = createAnnouncer(session, activity)
  const tasks = createTasks(
    (task) => emit({ type: 'task', task }),
    (error) => log.error({ err: error }, 'task failed'),
  )
  const judgeAgain = createJudgeAgain(session, async (actorId, signal) => {
    await judgeActor(session, actorId, signal)
    announcer.actors([actorId])
  })
  const following = followLibrary(session, announcer, activity)
  const records = createStoreRecords(session, db, () => {
    activity.storedSince = session.catalog.cards.nextRevision()
  })
  const storeTrash = createStoreTrash(session, records)
  const syncing = createSyncing(session, { activity, records, catchUp: following.catchUp })
  const exports = createExports(session, activity, thumbnail)
  const candidates = createCandidateCheck(session)
  const runWatchers = new Set<(view: RunView) => void>()
  const timeline = createTimeline(db)
  const journal = createJournal(db)
  const historyJournal = createHistoryJournal(db)
  const runner = createRunner({
    mayBegin: () => unfinished.mayBegin(),
    refuseUndo: (runId) => refuseAfterEdits(timeline, runId),
    journal,
    ports: createRunPorts(session, candidates, storeTrash, following.refresh),
    now,
    onRun(run) {
      const active = run.state === 'running' || run.state === 'cancelling'
      if (!active) {
        candidates.forget()
        if (run.reached === null) settle(run.runId)
      }
      for (const actorId of run.actors) {
        if (active) activity.running.add(actorId)
        else activity.running.delete(actorId)
        activity.failures.delete(actorId)
      }
      for (const { actorId, error } of active ? [] : run.failures) activity.failures.set(actorId, error)
      announcer.actors(run.actors, { images: false })
      emit({ type: 'run', run })
      history.announce()
      for (const watch of runWatchers) watch(run)
    },
  })
  const settling = createSettling(session, runner, following.refreshed)
  const settle = (runId: string): void =>
    void settling.settle(runId).catch((error: unknown) => log.warn({ runId, err: error }, 'run not settled'))
  let leaving = false
  const batches = createBatches(session, (actorIds) => announcer.actors(actorIds))
  const batchFollower = followBatches(session, batches)
  const editor = createEditor({
    journal: historyJournal,
    mayBegin: () => unfinished.mayBegin(),
    ports: createEditPorts(session, { announcer, judgeAgain, store: storeTrash }),
    now,
  })
  const history = createHistory({ session, timeline, editor, runner, refreshed: following.refreshed })
  const editing = createEditing(session, editor, history)
  const executor = createExecutor({ session, runner, runWatchers, settling })

  await clearLeftovers(layout.root)
  await mkdir(join(ownDir(layout.root), 'tmp'), { recursive: true })
  await session.snapshots.settle().catch((error: unknown) => log.warn({ err: error }, 'snapshots not settled'))
  rememberTrashedIndices(session, await session.trash.list())
  const unfinished = createUnfinishedWork({
    journal,
    history: historyJournal,
    catalog: session.catalog,
    recover: async () => [...(await runner.recover()), ...(await editor.recover())],
    now,
  })
  if (isKnown || unfinished.pending().length === 0)
    for (const message of await unfinished.decide('carryOn')) emit({ type: 'notice', level: 'warning', message })

  following.watch()
  const { finished } = tasks.start('index', 'Reading the folder', async ({ signal, progress }) => {
    await clearManifestLeftovers(session.layout.actors)
    await renewCards(session.catalog, signal)
    dropLostActors(session)
    const onActor = (done: number, total: number) => progress('Reading the folder', done, total)
    await indexActors(session, [...session.folders.keys()], { announcer, signal, onActor })
    activity.indexed = true
    announcer.library()
  })
  const indexed: Promise<void> = finished
  indexed.catch(() => {})

  const captions = createCaptionCommands(session, editing, { count: training.countTokens, indexed })
  const snapshots = createSnapshotCommands({ session, editing, activity, indexed })
  const parts: LibraryParts = {
    captions,
    snapshots,
    training,
    session,
    activity,
    announcer,
    tasks,
    batches,
    followBatches() {
      if (unfinished.pending().length === 0) batchFollower.follow()
    },
    leaving: () => leaving,
    runner,
    syncing,
    syncTask: createSyncTask({ session, tasks, announcer, syncing, indexed }),
    storeTrash,
    exports,
    search: createSearch(session),
    indexed,
    editing,
    history,
  }
  return {
    ...createCommands({
      session,
      batches,
      executor,
      runner,
      activity,
      syncing,
      storeTrash,
      indexed,
      editing,
      training,
      captions,
      snapshots,
    }),
    parts,
    exports,
    unfinished,
    async close() {
      leaving = true
      const unfollowed = following.close()
      announcer.close()
      await tasks.close()
      await batchFollower.close()
      await runner.close()
      await unfollowed
      await judgeAgain.close()
      db.close()
    },
  }
}

/** The highest index counts what was deleted too, also when the catalog is new and the trash is old. */
function rememberTrashedIndices({ catalog }: Session, items: readonly { actor_id: string; filename: string }[]): void {
  for (const { actor_id, filename } of items) {
    catalog.actors.add(actor_id)
    catalog.actors.raiseLastIndex(actor_id, parseIndex(filename, actor_id) ?? 0)
  }
}

/** Actors whose folders are gone stay out of every list; their rows keep the highest index in case they come back. */
function dropLostActors({ catalog, folders }: Session): void {
  for (const { actorId } of catalog.actors.all()) {
    if (folders.has(actorId)) continue
    for (const { filename } of catalog.images.stampsOf(actorId)) catalog.images.markGone(actorId, filename)
  }
}
