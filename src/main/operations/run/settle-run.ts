import { isBalanced } from '../../domain/left.ts'
import { reachedBy, type SetAfterRun } from '../../domain/reached.ts'
import { waysOut, type WayOut } from '../../domain/ways-out.ts'
import type { Done } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Step } from '../../runs/records.ts'
import type { Runner } from '../../runs/runner.ts'
import { keepRest } from '../plan/rest-of-plan.ts'
import { targetOf } from '../plan/target-of.ts'
import type { Session } from '../context/library-context.ts'
import { plansOf } from '../plan/plans-of.ts'

export interface Settling {
  /**
   * Once a run has ended: its plans keep what it left, and it is written down what it reached. Called again for the same end it only
   * waits.
   */
  settle(runId: string): Promise<void>
}

export function createSettling(session: Session, runner: Runner, refreshed: () => Promise<void>): Settling {
  const settling = new Map<string, Promise<void>>()

  async function work(runId: string): Promise<void> {
    await refreshed()
    const view = runner.get(runId)
    if (view.state === 'undone' || view.state === 'running' || view.state === 'cancelling') return
    const steps = Map.groupBy(runner.doneSteps(runId), ({ actorId }) => actorId)
    const plans = new Map((await plansOf(session, view.actors)).map((plan) => [plan.actor_id, plan]))
    // One that was cut short is gone on with from the journal, for the plan as it was.
    for (const [actorId, plan] of view.state === 'interrupted' ? [] : plans) {
      if (plan.run_id !== runId && runner.planOf(runId, actorId) !== plan.fingerprint) continue
      await keepRest(session, plan, runId, doneOf(steps.get(actorId) ?? []))
    }
    const open = new Set(runner.openActors(runId))
    const failed = new Set(view.failures.map(({ actorId }) => actorId))
    const sets = view.actors.map((actorId) =>
      setAfter(session, actorId, plans.get(actorId) ?? null, open.has(actorId) || failed.has(actorId)),
    )
    const ways = new Map(
      view.actors.flatMap((actorId) => waysOf(session, plans.get(actorId) ?? null)).map((way) => [way.way, way]),
    )
    runner.setReached(runId, { ...reachedBy(sets), waysOut: [...ways.values()] })
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

function setAfter(session: Session, actorId: string, plan: Plan | null, unfinished: boolean): SetAfterRun {
  const summary = session.catalog.actors.get(actorId)?.summary ?? null
  return {
    balanced: summary !== null && isBalanced(summary, targetOf(session, actorId), session.settings().policy),
    shortfalls: plan?.shortfalls ?? [],
    unfinished,
    unassessed: summary?.unassessed ?? 0,
  }
}

/** In words that fit any of the actors. */
const waysOf = (session: Session, plan: Plan | null): readonly WayOut[] =>
  plan === null
    ? []
    : waysOut({
        actorId: 'these actors',
        shortfalls: plan.shortfalls,
        generator: plan.generator,
        hasBase: (session.catalog.actors.get(plan.actor_id)?.baseFile ?? null) !== null,
      })
