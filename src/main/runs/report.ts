import type { RunView } from '../contract/views.ts'
import { sumUsd } from '../domain/plan-cost.ts'
import type { Journal } from './journal.ts'
import type { Failure, Run, Step } from './records.ts'

/** State of a run in progress that is not in its journal. */
export interface Doing {
  readonly phase: string
  readonly etaSeconds: number | null
}

const UNDOABLE: readonly Run['state'][] = ['done', 'failed', 'interrupted', 'undoing', 'redoing']

/** Returns the view of a run for people. `doing` is null for a run of the history. */
export function runView(
  run: Run,
  actors: readonly string[],
  failures: readonly Failure[],
  doing: Doing | null,
  now: Date,
): RunView {
  const since = doing === null || run.begunAt === null ? 0 : Math.max(0, now.getTime() - Date.parse(run.begunAt))
  return {
    runId: run.runId,
    state: stateOf(run, doing),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    actors: [...actors],
    generator: run.generator,
    done: run.total - run.leftDeletions - run.leftGenerations,
    total: run.total,
    phase: doing?.phase ?? run.note ?? '',
    etaSeconds: doing?.etaSeconds ?? null,
    costUsd: sumUsd([run.costUsd, run.checksUsd]),
    checksUsd: sumUsd([run.checksUsd]),
    estimatedUsd: sumUsd([run.estimatedUsd, run.options.checksUsd ?? 0]),
    seconds: (run.activeMs + since) / 1000,
    deleted: run.deleted,
    generated: run.generated,
    failures: [...failures],
    reached: run.reached && { ...run.reached, needs: [...run.reached.needs], waysOut: [...run.reached.waysOut] },
    undoable: doing === null && UNDOABLE.includes(run.state),
  }
}

function stateOf({ state }: Run, doing: Doing | null): RunView['state'] {
  if (state !== 'undoing' && state !== 'redoing' && state !== 'preparing') return state
  // An interrupted undo or redo still has to be finished.
  return doing ? 'running' : 'interrupted'
}

/** Returns the dollars that failed images may have been charged where it is not known whether the service accepted them. */
export function uncertainUsd(journal: Journal, { runId, maker }: Run): number {
  return maker === null ? 0 : sumUsd(journal.steps.uncertain(runId).map(({ style }) => maker.pricesUsd[style]))
}

/** Report of one run in `execute --json`. */
export interface RunReport {
  readonly run_id: string
  readonly dry_run: false
  /** Cost of images and their checks. */
  readonly cost_usd: number
  readonly checks_usd: number
  /** Further dollars that may have been charged; absent when there are none. */
  readonly uncertain_usd?: number
  readonly seconds: number
  readonly actors: readonly ActorReport[]
}

interface ActorReport {
  readonly actor_id: string
  readonly deleted: readonly string[]
  readonly generated: readonly {
    readonly filename: string
    readonly type: Extract<Step, { kind: 'generate' }>['payload']['type']
  }[]
  readonly failed: readonly { readonly step: string; readonly error: string }[]
}

/** Reports every actor of the run, in its order. */
export function runReport(journal: Journal, run: Run): RunReport {
  const stepsOf = Map.groupBy(journal.steps.finished(run.runId), (step) => step.actorId)
  const failuresOf = Map.groupBy(journal.runs.failures(run.runId), (failure) => failure.actorId)
  const actors = journal.actors.ids(run.runId).map((actorId): ActorReport => {
    const done = (stepsOf.get(actorId) ?? []).filter((step) => step.state === 'done')
    return {
      actor_id: actorId,
      deleted: done.flatMap((step) => (step.kind === 'delete' ? [step.filename] : [])),
      generated: done.flatMap((step) =>
        step.kind === 'generate' && step.filename !== null
          ? [{ filename: step.filename, type: step.payload.type }]
          : [],
      ),
      failed: (failuresOf.get(actorId) ?? []).map(({ step, error }) => ({ step, error })),
    }
  })
  const uncertain = uncertainUsd(journal, run)
  return {
    run_id: run.runId,
    dry_run: false,
    cost_usd: sumUsd([run.costUsd, run.checksUsd]),
    checks_usd: sumUsd([run.checksUsd]),
    ...(uncertain > 0 && { uncertain_usd: uncertain }),
    seconds: run.activeMs / 1000,
    actors,
  }
}

export interface RunStanding {
  readonly total: number
  readonly completed: readonly string[]
  readonly failed: readonly { readonly actor_id: string; readonly error: string }[]
}

/** Returns the actors that are complete and those that failed (with their first failure). */
export function runStanding(journal: Journal, { runId }: Run): RunStanding {
  const failed = new Map<string, string>()
  for (const { actorId, error } of journal.runs.failures(runId)) if (!failed.has(actorId)) failed.set(actorId, error)
  return {
    total: journal.actors.ids(runId).length,
    completed: journal.actors.through(runId).filter((actorId) => !failed.has(actorId)),
    failed: [...failed].map(([actor_id, error]) => ({ actor_id, error })),
  }
}
