import { EvencastError } from '../domain/error.ts'
import { advance, remainingMs, START } from '../domain/eta.ts'
import { targetCounts } from '../domain/target.ts'
import type { Runner } from '../runs/runner.ts'
import { chosenActors } from './assess-actor.ts'
import { evaluateActor } from './evaluate-actor.ts'
import type { Executor } from './execute.ts'
import type { Library } from './library.ts'
import { planActors } from './plan-actors.ts'
import { presentActors, type Activity } from './present.ts'
import type { UndoReport } from './reports.ts'
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
  executor,
}: {
  readonly executor: Executor
  readonly session: Session
  readonly runner: Runner
  readonly activity: Activity
  readonly syncing: Syncing
  /** Resolves when the folder was indexed. */
  readonly indexed: Promise<void>
}): Commands {
  const chosen = (actors: Parameters<Library['plan']>[0]) => chosenActors(session, actors)

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
      const startedMs = performance.now()
      let pace = START
      const onActor = (done: number, total: number, actorId: string) => {
        pace = advance(pace, { done, elapsedMs: performance.now() - startedMs })
        const leftMs = remainingMs(pace, total)
        onProgress?.({ phase: `Planned ${actorId}`, done, total, etaSeconds: leftMs === null ? null : leftMs / 1000 })
      }
      return (await planActors(session, chosen(actors), { fresh, signal, onActor })).summary
    },

    async execute(actors, options = {}) {
      await indexed
      return executor.execute(chosen(actors), options)
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
}
