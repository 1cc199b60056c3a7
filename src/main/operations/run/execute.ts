import type { RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { sumUsd } from '../../domain/plan-cost.ts'
import { heldBack } from '../../domain/plan-room.ts'
import { planOutcome } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PlanOnDisk } from '../../library/action-plans.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { ExecuteReport } from '../../contract/reports.ts'
import { createRunProgress } from './run-progress.ts'
import { reviewedPlans } from './reviewed.ts'
import { limitsForResumed } from './limits.ts'
import { dryRun, duePlans, startRun } from './runs.ts'
import { reachedIn, type Settling } from './settle-run.ts'
import type { ExecuteContext } from './execute-context.ts'
import { plansOf } from '../plan/plans-of.ts'

export interface ExecuteOptions extends OperationOptions {
  /** The requested generator; plans made for another one are refused. Undefined: the one that each plan was made for. */
  readonly generator?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly deleteOnly?: boolean | undefined
  readonly generateOnly?: boolean | undefined
  readonly maxCostUsd?: number | undefined
  readonly retryFailed?: boolean | undefined
  /** The part of the limit that was already spent on assessing images. */
  readonly spentUsd?: number | undefined
  /** True (the default): continue an interrupted run of these actors first. False: run the plans as they are. */
  readonly resume?: boolean | undefined
  /** Requested actors that could not be planned; the run's result includes them. */
  readonly unplanned?: readonly string[] | undefined
}

export interface Executor {
  /** Runs the actors' plans and waits for the end. */
  execute(actorIds: readonly string[], options: ExecuteOptions): Promise<ExecuteReport>
}

const NOTHING_LEFT = { run_id: null, dry_run: false, cost_usd: 0, checks_usd: 0, seconds: 0 } as const

/** Implements `execute`: continues an interrupted run, then runs the plans of the other actors as they were reviewed. */
export function createExecutor({
  context,
  runner,
  settling,
}: {
  readonly context: ExecuteContext
  readonly runner: Runner
  readonly settling: Settling
}): Executor {
  async function waitFor(runId: string, { signal, onProgress }: OperationOptions): Promise<ExecuteReport> {
    const progress = createRunProgress(context, runner, runId)
    const cancel = () => runner.cancel(runId)
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted) cancel()
    const unwatch = runner.watch(({ phase, done, total, etaSeconds, costUsd }) => {
      onProgress?.({ phase, done, total, etaSeconds, costUsd })
      void progress.save()
    })
    try {
      await runner.finished(runId)
      await settling.settle(runId)
    } finally {
      unwatch()
      signal?.removeEventListener('abort', cancel)
      await progress.save.now()
    }
    signal?.throwIfAborted()
    return reportOf(runId)
  }

  /** Returns the report of a run. One that ended early includes the reason: its limit, an unreachable service, a full disk. */
  function reportOf(runId: string): ExecuteReport {
    const { state, phase, reached } = runner.get(runId)
    const report = { ...runner.report(runId), ...(reached === null ? {} : { reached }) }
    return state === 'interrupted' && phase !== '' ? { ...report, stopped: phase } : report
  }

  async function carryOut(plans: readonly Plan[], options: ExecuteOptions): Promise<ExecuteReport> {
    const due = duePlans(context, plans)
    const idle = plans.filter((plan) => !due.includes(plan))
    const untouched = idle.map((plan) => ({ actor_id: plan.actor_id, deleted: [], generated: [], failed: [] }))
    if (due.length === 0) {
      const { unplanned = [] } = options
      const asked = { actorIds: plans.map((plan) => plan.actor_id), unplanned }
      const reached = reachedIn(context, new Map(plans.map((plan) => [plan.actor_id, plan])), asked)
      return { ...NOTHING_LEFT, actors: untouched, reached }
    }
    const { runId } = await startRun(context, runner, due, { ...options, idle: idle.map((plan) => plan.actor_id) })
    const report = await waitFor(runId, options)
    return withShortfalls({ ...report, actors: [...report.actors, ...untouched] }, plans, options)
  }

  async function goOn(view: RunView, how: 'resume' | 'retryFailed', options: ExecuteOptions): Promise<ExecuteReport> {
    const { runId, actors } = view
    await runner[how](runId, limitsForResumed(context, runner, runId, options.maxCostUsd))
    return withShortfalls(await waitFor(runId, options), await plansOf(context, actors), options)
  }

  function sayEdited(edited: readonly PlanOnDisk[]): void {
    for (const { plan } of edited) {
      const { deletions, generations, costUsd } = planOutcome(plan)
      const held = heldBack(plan).length
      const staying = `${held} more ${held === 1 ? 'image stays' : 'images stay'}: without ${held === 1 ? 'it' : 'them'} the set would be below its target.`
      context.emit({
        type: 'notice',
        level: 'warning',
        message: `The plan of ${plan.actor_id} was changed by hand: it removes ${deletions} and generates ${generations} for $${costUsd.toFixed(2)}.${held > 0 ? ` ${staying}` : ''}`,
      })
    }
  }

  return {
    async execute(actorIds, options) {
      if (options.retryFailed) return goOn(failedRun(runner, actorIds), 'retryFailed', options)
      const interrupted = options.resume === false ? undefined : interruptedRun(runner, actorIds)
      if (interrupted && options.dryRun) {
        throw new EvencastError(
          'CONFLICT',
          `Run ${interrupted.runId} was interrupted. “execute --execute” continues it; to start over, use “balance”.`,
        )
      }
      const resumed = interrupted && (await goOn(interrupted, 'resume', options))
      const rest = actorIds.filter((actorId) => !interrupted?.actors.includes(actorId))
      if (resumed && (rest.length === 0 || resumed.stopped !== undefined)) return resumed

      const asked = options.generator === undefined ? null : context.generatorNamed(options.generator)
      const failed = await failedToPlan(context, rest)
      const left = rest.filter((actorId) => !failed.has(actorId))
      const reviewed = await reviewedPlans(context, left, asked)
      sayEdited(reviewed.filter(({ edited }) => edited))
      const plans = reviewed.map(({ plan }) => plan)
      const unplanned = [...(options.unplanned ?? []), ...failed.keys()]
      const done = options.dryRun ? dryRun(plans, options) : await carryOut(plans, { ...options, unplanned })
      const report = { ...done, actors: [...done.actors, ...failed.values()] }
      if (!resumed) return report
      return {
        ...report,
        cost_usd: sumUsd([resumed.cost_usd, report.cost_usd]),
        actors: [...resumed.actors, ...report.actors],
      }
    },
  }
}

/** Returns reports for actors that could not be planned while others could. They are listed as failed, and the others run. */
async function failedToPlan(
  context: ExecuteContext,
  actorIds: readonly string[],
): Promise<ReadonlyMap<string, ExecuteReport['actors'][number]>> {
  const planned = new Set((await plansOf(context, actorIds)).map((plan) => plan.actor_id))
  const failures = planned.size === 0 ? [] : ((await context.plans.readSummary())?.failed ?? [])
  return new Map(
    failures
      .filter(({ actor_id }) => actorIds.includes(actor_id) && !planned.has(actor_id))
      .map(({ actor_id, error }) => [
        actor_id,
        { actor_id, deleted: [], generated: [], failed: [{ step: 'plan', error }] },
      ]),
  )
}

/**
 * Returns the interrupted run of these actors to continue: the last run of all, or an earlier one whose requested images are not fetched
 * yet. Other interrupted runs were abandoned when the next one started.
 */
function interruptedRun(runner: Runner, actorIds: readonly string[]): RunView | undefined {
  const [last, ...earlier] = runner.list()
  const open = new Set(runner.toFind(true))
  return [last, ...earlier.filter(({ runId }) => open.has(runId))].find(
    (run) => run?.state === 'interrupted' && run.actors.some((actorId) => actorIds.includes(actorId)),
  )
}

function failedRun(runner: Runner, actorIds: readonly string[]): RunView {
  const run =
    interruptedRun(runner, actorIds) ??
    runner.list().find(({ failures }) => failures.some(({ actorId }) => actorIds.includes(actorId)))
  if (run) return run
  throw new EvencastError('NOT_FOUND', 'No run of these actors has failed steps to retry.')
}

/** Adds what a plan could not even try to the failed steps, because the set still lacks it. */
function withShortfalls(report: ExecuteReport, plans: readonly Plan[], { deleteOnly }: ExecuteOptions): ExecuteReport {
  if (deleteOnly) return report
  const shortfalls = new Map(plans.map((plan) => [plan.actor_id, plan.shortfalls]))
  const failuresOf = (actorId: string) =>
    (shortfalls.get(actorId) ?? []).map(({ type, missing, why }) => ({
      step: type,
      error: `${missing} missing. ${why}`,
    }))
  return {
    ...report,
    actors: report.actors.map((actor) => ({ ...actor, failed: [...actor.failed, ...failuresOf(actor.actor_id)] })),
  }
}
