import type { Plan } from '../domain/plan.ts'
import { EvencastError } from '../domain/error.ts'
import { targetCounts } from '../domain/target.ts'
import type { Runner } from '../runs/runner.ts'
import { chosenActors } from './assess-actor.ts'
import { evaluateActor } from './evaluate-actor.ts'
import type { Attended, ExecuteOptions, Library } from './library.ts'
import { planActors } from './plan-actors.ts'
import { presentActors, type Activity } from './present.ts'
import type { ExecuteReport, UndoReport } from './reports.ts'
import { dryRun, freshPlans, plansOf, startRun } from './runs.ts'
import type { Session } from './session.ts'
import type { Syncing } from './sync-library.ts'
import { restoreTrash } from './trash.ts'
import { verifyLibrary } from './verify-library.ts'

type Commands = Omit<Library, 'window'>

/** The operations as a command line or a test calls them: every one waits for the first look at the folder, then for its work. */
export function createCommands({
  session,
  runner,
  activity,
  syncing,
  indexed,
  runWatchers,
}: {
  readonly session: Session
  readonly runner: Runner
  readonly activity: Activity
  readonly syncing: Syncing
  /** Resolves when the folder was indexed. */
  readonly indexed: Promise<void>
  /** Told of every snapshot of a run while one is waited for. */
  readonly runWatchers: Set<(view: ReturnType<Runner['get']>) => void>
}): Commands {
  const chosen = (actors: Parameters<Library['plan']>[0]) => chosenActors(session, actors)

  async function waitForRun(runId: string, { signal, onProgress }: Attended): Promise<void> {
    const cancel = () => runner.cancel(runId)
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted) cancel()
    const watch = ({ phase, done, total, etaSeconds, costUsd }: ReturnType<Runner['get']>) =>
      onProgress?.({ phase, done, total, etaSeconds, costUsd })
    runWatchers.add(watch)
    try {
      await runner.finished(runId)
    } finally {
      runWatchers.delete(watch)
      signal?.removeEventListener('abort', cancel)
    }
    signal?.throwIfAborted()
  }

  return {
    root: session.layout.root,
    get warnings() {
      return session.layout.warnings
    },

    async status() {
      await indexed
      return {
        library: session.layout.root,
        target: targetCounts(session.settings()),
        actors: presentActors(session, activity).map((actor) => ({
          actor_id: actor.actorId,
          counts: actor.counts,
          unassessed: actor.unassessed,
          unreadable: actor.unreadable,
          balanced: actor.state === 'balanced',
          problem: actor.problem,
        })),
      }
    },

    async plan(actors, { fresh, signal, onProgress } = {}) {
      await indexed
      const onActor = (done: number, total: number, actorId: string) =>
        onProgress?.({ phase: `Planned ${actorId}`, done, total, etaSeconds: null })
      return (await planActors(session, chosen(actors), { fresh, signal, onActor })).summary
    },

    async execute(actors, options = {}) {
      await indexed
      const actorIds = chosen(actors)
      if (options.retryFailed) return retryFailed(actorIds, options)
      const plans = await freshPlans(session, actorIds)
      if (options.dryRun) return withShortfalls(dryRun(plans, options), plans, options)
      const { runId } = await startRun(session, runner, plans, options)
      await waitForRun(runId, options)
      return withShortfalls(runner.report(runId), plans, options)
    },

    async evaluate(actorId, { signal } = {}) {
      await indexed
      return evaluateActor(session, actorId, signal)
    },

    async undo(runId, { signal } = {}): Promise<UndoReport> {
      await indexed
      signal?.throwIfAborted()
      const id = runId ?? runner.list().find((run) => run.undoable)?.runId
      if (id === undefined) throw new EvencastError('NOT_FOUND', 'There is no run in this library to undo.')
      const before = runner.get(id)
      await runner.undo(id)
      return { run_id: id, restored: before.deleted, removed: before.generated }
    },

    async verify({ signal, onProgress } = {}) {
      await indexed
      return verifyLibrary(session, syncing.urlBase(), {
        signal,
        onActor: (done, total) => onProgress?.({ phase: 'Verifying', done, total, etaSeconds: null }),
      })
    },

    async sync(options) {
      await indexed
      return syncing.sync(options)
    },

    trash: {
      list: () => session.trash.list(),
      restore: (ids) => restoreTrash(session, ids),
      empty: () => session.trash.empty(),
    },
  }

  async function retryFailed(actorIds: readonly string[], options: ExecuteOptions): Promise<ExecuteReport> {
    const ids = new Set(actorIds)
    const last = runner
      .list()
      .find((run) => run.failures.some((failure) => ids.has(failure.actorId)) || run.state === 'interrupted')
    if (!last) throw new EvencastError('NOT_FOUND', 'No run of these actors has failed steps to try again.')
    await runner.retryFailed(last.runId, options.maxCostUsd === undefined ? {} : { maxCostUsd: options.maxCostUsd })
    await waitForRun(last.runId, options)
    return withShortfalls(runner.report(last.runId), await plansOf(session, last.actors), options)
  }
}

/** What a plan could not even try is a failure of the set, said beside the failed steps. */
function withShortfalls(report: ExecuteReport, plans: readonly Plan[], { deleteOnly }: ExecuteOptions): ExecuteReport {
  if (deleteOnly) return report
  const shortfalls = new Map(plans.map((plan) => [plan.actor_id, plan.shortfalls]))
  return {
    ...report,
    actors: report.actors.map((actor) => ({
      ...actor,
      failed: [
        ...actor.failed,
        ...(shortfalls.get(actor.actor_id) ?? []).map(({ type, missing, why }) => ({
          step: type,
          error: `${missing} missing. ${why}`,
        })),
      ],
    })),
  }
}
