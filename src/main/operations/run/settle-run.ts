import { isBalanced, leftInWords, leftOf, toSettle } from '../../domain/left.ts'
import { reachedBy, reviewOf, type RunReached, type SetAfterRun } from '../../domain/reached.ts'
import { missingInTruth, waysOut, type WayOut } from '../../domain/ways-out.ts'
import type { Done } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Step } from '../../runs/records.ts'
import type { Runner } from '../../runs/runner-types.ts'
import { keepRest } from '../plan/rest-of-plan.ts'
import { targetOf } from '../plan/target-of.ts'
import type { ExecuteContext } from './execute-context.ts'
import { plansOf } from '../plan/plans-of.ts'

export interface Settling {
  /** Writes what an ended run left of its plans, and records its result. A second call for the same end only waits. */
  settle(runId: string): Promise<void>
}

export function createSettling(context: ExecuteContext, runner: Runner, refreshed: () => Promise<void>): Settling {
  const settling = new Map<string, Promise<void>>()

  async function work(runId: string): Promise<void> {
    await refreshed()
    const view = runner.get(runId)
    if (view.state === 'undone' || view.state === 'running' || view.state === 'cancelling') return
    const steps = Map.groupBy(runner.doneSteps(runId), ({ actorId }) => actorId)
    const { idle = [], unplanned = [] } = runner.options(runId)
    const here = (actorId: string) => context.folders.has(actorId)
    const planned = await plansOf(context, [...view.actors, ...idle.filter(here)])
    // A run that was resumed meanwhile has another result, which is settled when it ends again.
    const hasGoneOn = (): boolean => {
      const { state, endedAt } = runner.get(runId)
      return state !== view.state || endedAt !== view.endedAt
    }
    const plans = new Map(planned.map((plan) => [plan.actor_id, plan]))
    // An interrupted run continues from the journal with the original plan, so that plan is not changed.
    for (const [actorId, plan] of view.state === 'interrupted' ? [] : plans) {
      if (hasGoneOn()) return
      if (plan.run_id !== runId && runner.planOf(runId, actorId) !== plan.fingerprint) continue
      await keepRest(context, plan, runId, doneOf(steps.get(actorId) ?? []))
    }
    if (hasGoneOn()) return
    const open = new Set(runner.openActors(runId))
    const failed = new Set(view.failures.map(({ actorId }) => actorId))
    const sets = { actorIds: [...view.actors, ...idle.filter(here)], unplanned: unplanned.filter(here) }
    runner.setReached(
      runId,
      reachedIn(context, plans, sets, (actorId) => open.has(actorId) || failed.has(actorId)),
    )
  }

  return {
    settle(runId) {
      const key = `${runId} ${runner.get(runId).endedAt}`
      const underWay = settling.get(key)
      if (underWay) return underWay
      const settled = work(runId)
      settling.set(key, settled)
      return settled
    },
  }
}

const doneOf = (steps: readonly Step[]): Done => ({
  deleted: new Set(steps.flatMap((step) => (step.kind === 'delete' ? [step.filename] : []))),
  generated: new Set(steps.flatMap((step) => (step.kind === 'generate' ? [step.payload.prompt_id] : []))),
})

interface Asked {
  readonly actorIds: readonly string[]
  /** Actors that could not be planned. */
  readonly unplanned: readonly string[]
}

/** Returns the state of these actors after a run, with suggestions for what is left. */
export function reachedIn(
  context: ExecuteContext,
  plans: ReadonlyMap<string, Plan>,
  { actorIds, unplanned }: Asked,
  isUnfinished: (actorId: string) => boolean = () => false,
): RunReached {
  const sets = [
    ...actorIds.map((actorId) => setAfter(context, actorId, plans.get(actorId) ?? null, isUnfinished(actorId))),
    ...unplanned.map((actorId) => ({
      ...setAfter(context, actorId, null, false),
      unplanned: true,
      balanced: false,
    })),
  ]
  return { ...reachedBy(sets), waysOut: [...waysOf(context, [...plans.values()]), ...reviewOf(sets)] }
}

function setAfter(context: ExecuteContext, actorId: string, plan: Plan | null, unfinished: boolean): SetAfterRun {
  const summary = context.catalog.actors.get(actorId)?.summary ?? null
  const target = targetOf(context, actorId)
  const shortfalls = plan?.shortfalls ?? []
  return {
    actorId,
    balanced: summary !== null && isBalanced(summary, target, context.settings().policy),
    shortfalls: missingInTruth(shortfalls),
    unread: missingInTruth(shortfalls).length < shortfalls.length,
    unfinished,
    unassessed: summary?.unassessed ?? 0,
    unplanned: false,
    toSettle: summary === null ? '' : leftInWords(toSettle(leftOf(summary, target))),
  }
}

/** Returns suggestions for all actors of the run together. */
const waysOf = (context: ExecuteContext, plans: readonly Plan[]): readonly WayOut[] =>
  waysOut({
    actorId: plans.length === 1 ? (plans[0]?.actor_id ?? '') : 'these actors',
    shortfalls: plans.flatMap(({ shortfalls }) => shortfalls),
    generator: plans[0]?.generator ?? '',
    hasBase: plans.every(({ actor_id }) => (context.catalog.actors.get(actor_id)?.baseFile ?? null) !== null),
  })
