import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, openOrRebuild } from '../catalog/database.ts'
import { CATALOG_SCHEMA } from '../catalog/schema.ts'
import { rememberTrashedIndices } from './lost-and-trashed.ts'
import type { Drawer } from '../evaluation/draw-picture.ts'
import { loadPrompts } from '../generation/prompts/library.ts'
import { createEditor } from '../history/editor.ts'
import { createHistoryJournal } from '../history/journal.ts'
import { HISTORY_SCHEMA } from '../history/schema.ts'
import { createTimeline } from '../history/timeline.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { clearLeftovers } from '../library/leftovers.ts'
import { claimLibrary, ownDir } from '../library/presence.ts'
import { createJournal } from '../runs/journal.ts'
import { openPayments, type Payments } from '../runs/payments.ts'
import { createRunner } from '../runs/runner.ts'
import { RUNS_SCHEMA } from '../runs/schema.ts'
import { createBatches } from '../operations/batch/batches.ts'
import { followBatches } from '../operations/batch/follow-batches.ts'
import { createAnnouncer } from '../operations/view/announce.ts'
import { createCandidateCheck } from '../operations/run/check-candidate.ts'
import { createCommands } from './command-library.ts'
import { type ContextPorts, createContext } from './create-context.ts'
import { createSnapshotCommands } from '../operations/edit/snapshot-commands.ts'
import { createCropCommands } from '../operations/edit/crop-commands.ts'
import { createCaptionBatches, withCaptionBatches } from '../operations/edit/caption-batches.ts'
import { createCaptionCommands } from '../operations/edit/caption-commands.ts'
import { createEditPorts } from '../operations/edit/edit-ports.ts'
import { createEditing } from '../operations/edit/editing.ts'
import { createBringHome } from '../operations/run/bring-home.ts'
import { createExecutor } from '../operations/run/execute.ts'
import { createDownloads, type Downloads, type Thumbnail } from '../operations/view/downloads.ts'
import type { ExportPorts } from '../operations/export/export-actors.ts'
import type { Trainings } from '../operations/export/train.ts'
import { readFolder, rememberFolders } from './read-folder.ts'
import { createTrainingTasks } from '../operations/export/training-tasks.ts'
import { adviceOf } from '../operations/assess/advice.ts'
import { judgeActor } from '../operations/assess/judge-actor.ts'
import { createJudgeAgain } from '../operations/assess/judge-again.ts'
import { confirmFolders } from '../operations/follow/confirm-folders.ts'
import { followLibrary } from '../operations/follow/follow-library.ts'
import { createHistory, refuseAfterEdits } from '../operations/edit/history.ts'
import type { Library } from './library.ts'
import { createRunPorts } from '../operations/run/run-ports.ts'
import { createRunNews } from './run-news.ts'
import { createSettling } from '../operations/run/settle-run.ts'
import type { OpenedContext } from './opened-context.ts'
import { createSearch } from '../operations/view/search.ts'
import { createFleetSide, type FleetAccess } from './fleet-side.ts'
import { createStoreSide } from './store-side.ts'
import { createSyncTask } from '../operations/sync/sync-task.ts'
import { createUnfinishedWork, type UnfinishedWork } from './unfinished-work.ts'
import { createTasks } from '../operations/context/tasks.ts'
import type { LibraryParts } from './library-parts.ts'
import { type Activity, createActivity } from '../operations/context/activity.ts'
import { createJoinedFleet } from '../operations/context/joined-fleet.ts'

export interface OpenPorts extends ContextPorts {
  /** Folder of the embedded prompts. */
  readonly promptsDir: string
  readonly thumbnail: Thumbnail
  readonly draw: Drawer
  readonly training: ExportPorts
  readonly trainings: Trainings
  readonly grantedFolder: (folderId: string) => string
  readonly fleet?: FleetAccess | undefined
  /** True when this user has opened the library here before, so that its unfinished work is theirs and is continued. */
  readonly isKnown: boolean
}

export interface OpenedLibrary extends Library {
  readonly context: OpenedContext
  readonly downloads: Downloads
  readonly unfinished: UnfinishedWork
  close(): Promise<void>
}

/**
 * Opens a recognized folder: opens its database exclusively, recovers unfinished work of an earlier process, watches the folder, and starts
 * its first scan, which continues after this resolves. Close it before opening another.
 */
export async function openLibrary(layout: LibraryLayout, ports: OpenPorts): Promise<OpenedLibrary> {
  const { emit, now } = ports
  await claimLibrary(layout.root)
  const prompts = await loadPrompts(ports.promptsDir, join(layout.root, 'prompts'))
  const { db, warning } = await openOrRebuild(join(ownDir(layout.root), 'catalog.db'), [
    CATALOG_SCHEMA,
    { name: 'runs', steps: RUNS_SCHEMA },
    { name: 'history', steps: HISTORY_SCHEMA },
  ])
  try {
    const payments = await openPayments(join(ownDir(layout.root), 'money.jsonl'), now)
    try {
      if (payments.warning !== null) emit({ type: 'notice', level: 'warning', message: payments.warning })
      const fleet = createJoinedFleet()
      const context = createContext(layout, ports, { db, prompts, fleet, damaged: warning })
      return { ...(await compose(context, { db, payments, activity: createActivity(fleet) }, ports)), context }
    } catch (error) {
      await payments.close()
      throw error
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** State beyond the folder. The journal of payments survives the loss of the database. */
interface Journals {
  readonly db: Database
  readonly payments: Payments
  readonly activity: Activity
}

async function compose(
  context: OpenedContext,
  { db, payments, activity }: Journals,
  { files, thumbnail, draw, training, trainings, grantedFolder, isKnown, fleet: access }: OpenPorts,
) {
  const { emit, log, now, layout } = context
  const announcer = createAnnouncer(context, activity)
  const tasks = createTasks(
    (task) => emit({ type: 'task', task }),
    (error) => log.error({ err: error }, 'task failed'),
  )
  const judgeAgain = createJudgeAgain(context, async (actorId, signal) => {
    await judgeActor(context, actorId, signal)
    announcer.actors([actorId])
  })
  const adviseAgain = createJudgeAgain(context, async (actorId) => {
    context.catalog.actors.setAdvice(actorId, await adviceOf(context, actorId))
    announcer.actors([actorId], { images: false })
  })
  const following = followLibrary(context, announcer, activity)
  const confirmed = confirmFolders(context, announcer)
  const { storeTrash, syncing, follow } = createStoreSide(context, db, { activity, catchUp: following.catchUp })
  const downloads = createDownloads(context, activity, thumbnail)
  const candidates = createCandidateCheck(context)
  const timeline = createTimeline(db)
  const journal = createJournal(db)
  const historyJournal = createHistoryJournal(db)
  const runner = createRunner({
    mayBegin: () => {
      unfinished.mayBegin()
      return confirmed()
    },
    refuseUndo: (runId) => refuseAfterEdits(timeline, runId),
    journal,
    ports: { ...createRunPorts(context, candidates, storeTrash, following.refresh), payments },
    now,
    onRun: (run) => showRun(run),
  })
  const settling = createSettling(context, runner, following.refreshed)
  const settle = (runId: string): void =>
    void settling.settle(runId).catch((error: unknown) => log.warn({ runId, err: error }, 'run not settled'))
  const showRun = createRunNews({ context, activity, announcer, candidates, settle, history: () => history })
  let leaving = false
  const editor = createEditor({
    journal: historyJournal,
    mayBegin: () => unfinished.mayBegin(),
    ports: createEditPorts(context, { announcer, judgeAgain, adviseAgain, store: storeTrash }),
    now,
  })
  const history = createHistory({
    context,
    timeline,
    editor,
    runner,
    fleet: activity.fleet,
    refreshed: following.refreshed,
  })
  const editing = createEditing(context, { editor, history, confirmed })
  const captionBatches = createCaptionBatches(context, editing)
  const batches = withCaptionBatches(
    context,
    createBatches(context, (actorIds) => announcer.actors(actorIds)),
    captionBatches,
  )
  const batchFollower = followBatches(context, batches)
  const bringHome = createBringHome(context, runner, () => leaving)
  const executor = createExecutor({ context, runner, settling })

  await clearLeftovers(layout.root)
  await mkdir(join(ownDir(layout.root), 'tmp'), { recursive: true })
  await context.snapshots.settle().catch((error: unknown) => log.warn({ err: error }, 'snapshots not settled'))
  rememberTrashedIndices(context, await context.trash.list())
  const unfinished = createUnfinishedWork({
    journal,
    history: historyJournal,
    payments,
    catalog: context.catalog,
    async recover() {
      if (isCarriedOn) await confirmed()
      const warnings = [...(await runner.recover()), ...(await editor.recover())]
      if (activity.indexed) void bringHome.lost()
      return warnings
    },
    now,
  })
  const isCarriedOn = unfinished.pending().length > 0
  if (isKnown || unfinished.pending().length === 0)
    for (const message of await unfinished.decide('carryOn')) emit({ type: 'notice', level: 'warning', message })

  const { clearImageFolders } = files
  const reading = { activity, announcer, tasks, following, confirmed, clearImageFolders }
  const { openingScan, indexed } = readFolder(context, reading)
  const follower = follow({ announcer, tasks, indexed })
  const fleet = createFleetSide(context, { activity, announcer, runner, history, follower, access })
  indexed.then(() => bringHome.lost()).catch(() => {})

  const { countTokens: count, lint, byPattern } = training
  const captionPorts = { count, lint, byPattern, indexed, announcer, batches: captionBatches }
  const captions = createCaptionCommands(context, editing, captionPorts)
  const crops = createCropCommands({ context, editing, history, find: training.findCrop, indexed })
  const snapshots = createSnapshotCommands({ context, editing, activity, indexed })
  const trainingTasks = createTrainingTasks({ context, tasks, trainings, leaving: () => leaving })
  const parts: LibraryParts = {
    captions,
    captionBatches,
    snapshots,
    training,
    trainings,
    trainingTasks,
    grantedFolder,
    context,
    activity,
    announcer,
    tasks,
    batches,
    followBatches() {
      fleet.follow()
      if (unfinished.pending().length > 0) return
      batchFollower.follow()
      trainingTasks.follow()
    },
    leaving: () => leaving,
    runner,
    ...fleet.parts,
    syncing,
    syncTask: createSyncTask({ context, tasks, announcer, syncing, indexed }),
    storeTrash,
    downloads,
    confirmed,
    search: createSearch(context),
    indexed,
    bringHome: (signal) => bringHome.all(signal),
    imagesHere: async (actorIds, signal) => follower?.here(actorIds, signal),
    editing,
    history,
  }
  return {
    ...createCommands(parts, { draw, bringHome, executor, openingScan, crops }),
    inStep: async (signal?: AbortSignal) => follower?.inStep(signal),
    sent: async (actorIds: readonly string[], signal?: AbortSignal) => follower?.sent(actorIds, signal),
    unsent: async () => (await follower?.unsent()) ?? [],
    parts,
    downloads,
    unfinished,
    async close() {
      leaving = true
      const unfollowed = following.close()
      // Tasks are cancelled first, so that they end as cancelled whatever they are waiting for.
      const stopped = tasks.close()
      await fleet.close()
      await stopped
      await follower?.close()
      announcer.close()
      await rememberFolders(context)
      await batchFollower.close()
      await runner.close()
      await unfollowed
      await judgeAgain.close()
      await adviseAgain.close({ finish: true })
      await payments.close()
      db.close()
    },
  }
}
