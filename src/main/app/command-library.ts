import { EvencastError } from '../domain/error.ts'
import { targetCounts } from '../domain/target.ts'
import { setTargets } from '../operations/edit/targets.ts'
import { targetOf } from '../operations/plan/target-of.ts'
import type { Drawer } from '../evaluation/draw-picture.ts'
import { evaluateActor } from '../operations/assess/evaluate-actor.ts'
import type { CropCommands } from '../operations/edit/crop-commands.ts'
import { bucketsOf } from '../operations/export/buckets.ts'
import { exportTo } from '../operations/export/export-to.ts'
import type { BringHome } from '../operations/run/bring-home.ts'
import type { Executor } from '../operations/run/execute.ts'
import type { Library } from './library.ts'
import type { LibraryParts } from './library-parts.ts'
import { withVisionRequest } from '../operations/vision/vision-request.ts'
import { measureAndQuote, paced } from '../operations/assess/measure-and-quote.ts'
import { planActors } from '../operations/plan/plan-actors.ts'
import { presentActors } from '../operations/view/present.ts'
import type { UndoReport } from '../contract/reports.ts'
import { runBatch } from '../operations/batch/run-batch.ts'
import { syncReport } from '../operations/sync/sync-views.ts'
import { emptyTrash, listTrash, restoreTrash } from '../operations/edit/trash.ts'
import { verifyLibrary } from '../operations/verify/verify-library.ts'
import { chosenActors } from '../operations/context/chosen-actors.ts'
import type { OpeningScan } from '../operations/context/opening-scan.ts'

type Commands = Omit<Library, 'parts' | 'inStep' | 'sent' | 'unsent'>

/** The parts that commands use besides those of procedures. */
interface CommandParts {
  readonly draw: Drawer
  readonly bringHome: BringHome
  readonly executor: Executor
  readonly openingScan: OpeningScan
  readonly crops: CropCommands
}

/** Implements the operations for the command line and tests. Each waits for the first scan of the folder and for its own end. */
export function createCommands(parts: LibraryParts, own: CommandParts): Commands {
  const { context, activity, runner, batches, syncing, storeTrash, indexed, editing, history, training } = parts
  const { draw, bringHome, executor, openingScan } = own
  const chosen = (actors: Parameters<Library['plan']>[0]) => chosenActors(context, actors)

  /** Returns the scans of opening the library, so that folders are not read twice, unless images may be downloaded in between. */
  const scans = () => (runner.toFind(true).length === 0 ? openingScan.follow() : undefined)

  let finishedUndos = runner.recoveredUndos()

  return {
    root: context.layout.root,
    get warnings() {
      return context.layout.warnings
    },

    async status() {
      await indexed
      return {
        library: context.layout.root,
        target: targetCounts(context.settings()),
        actors: presentActors(context, activity).map((actor) => ({
          actor_id: actor.actorId,
          counts: actor.counts,
          unsure: actor.unsure,
          target: actor.target,
          target_from: actor.targetFrom,
          left: actor.leftText,
          kept: actor.kept,
          proposal: actor.proposal,
          unassessed: actor.unassessed,
          unreadable: actor.unreadable,
          balanced: actor.state === 'balanced',
          problem: actor.problem ?? actor.targetProblem,
          skipped: context.catalog.actors.get(actor.actorId)?.skipped ?? [],
          not_measured: context.catalog.summaries.notJudged(actor.actorId),
        })),
      }
    },

    async plan(actors, { fresh, onQuote, withoutVision, ...options } = {}) {
      const justRead = scans()
      await indexed
      await bringHome.all(options.signal)
      const actorIds = chosen(actors)
      const offer = withoutVision ? null : await measureAndQuote(context, actorIds, { onQuote, ...options })
      const onActor = paced('Planned', options.onProgress)
      const { signal } = options
      return withVisionRequest(context, offer, context.settings().maxCostUsd, async (visionRequest) => {
        const { summary } = await planActors(context, actorIds, { fresh, justRead, signal, visionRequest, onActor })
        return summary
      })
    },

    async batch(actors, options = {}) {
      await indexed
      return runBatch(context, batches, chosen(actors), options)
    },

    async cancelBatches(kind) {
      const open = context.catalog.visionRequests.openBatches(kind)
      for (const { id } of open) await batches.cancel(id)
      return open.length
    },

    async execute(actors, options = {}) {
      await indexed
      if (!options.dryRun) await bringHome.lost(options.signal)
      return executor.execute(chosen(actors), options)
    },

    async evaluate(actorId, options = {}) {
      await indexed
      const offer = await measureAndQuote(context, chosen([actorId]), options)
      return withVisionRequest(context, offer, context.settings().maxCostUsd, (visionRequest) =>
        evaluateActor(context, draw, actorId, options.signal, visionRequest),
      )
    },

    captions: parts.captions,
    crops: own.crops,
    snapshots: parts.snapshots,

    async export(actors, request) {
      await indexed
      return exportTo(context, training, actors, request)
    },

    async buckets(actorId, request) {
      await indexed
      const [chosenId = actorId] = chosen([actorId])
      return bucketsOf(context, chosenId, request)
    },

    async undo(runId, { signal } = {}): Promise<UndoReport> {
      await indexed
      signal?.throwIfAborted()
      // An undo that was interrupted by a kill was finished when the library was opened. The next undo command means that one.
      const finished = finishedUndos.find((one) => one === (runId ?? one))
      finishedUndos = finishedUndos.filter((one) => one !== finished)
      const id = finished ?? runId ?? runner.list().find((run) => run.undoable)?.runId
      if (id === undefined) throw new EvencastError('NOT_FOUND', 'There is no run in this library to undo.')
      const before = runner.get(id)
      if (finished === undefined) await runner.undo(id)
      return { run_id: id, restored: before.deleted, removed: before.generated }
    },

    newestChange: () => history.view().undo,

    async undoNewest() {
      await indexed
      return editing.alone(() => history.undoNewest())
    },

    async setTargets(actors, target) {
      await indexed
      const actorIds = chosen(actors)
      const { undo } = await setTargets(context, editing, actorIds, target)
      return {
        name: undo?.name ?? '',
        actors: actorIds.map((actor_id) => ({ actor_id, target: targetOf(context, actor_id) })),
      }
    },

    async verify({ signal, onProgress, elsewhere } = {}) {
      await indexed
      return verifyLibrary(context, syncing.urlBase(), {
        signal,
        elsewhere,
        onActor: (done, total) => onProgress?.({ phase: 'Verifying', done, total, etaSeconds: null }),
      })
    },

    async sync(options) {
      return syncReport(await syncing.sync({ ...options, scans: scans(), ready: indexed }))
    },

    trash: {
      list: () => listTrash(context, storeTrash),
      restore: async (ids) => {
        await indexed
        return (await restoreTrash(context, editing, storeTrash, ids)).length
      },
      inStore: () => storeTrash.size(),
      empty: () => emptyTrash(context, storeTrash),
    },
  }
}
