import { expect, test } from 'vitest'
import type { PlanView, RunView } from '../../../../../src/main/contract/views.ts'
import { openPlan, openPlans } from '../../../../../src/renderer/src/model/work/open-plan.ts'
import { aPlan, aRun } from '../../../../support/views.ts'

const plan = (actorId: string, createdAt: string, stale: boolean): PlanView => aPlan({ actorId, createdAt, stale })
const run = (actors: string[], startedAt: string, state: RunView['state']): RunView =>
  aRun({ runId: `${startedAt}${state}`, state, startedAt, actors })

test('asking for all plans at once says the same as asking for each', () => {
  const runs = [
    run(['a', 'b'], '2026-01-02', 'done'),
    run(['c'], '2026-01-03', 'running'),
    run(['a', 'd'], '2026-01-01', 'cancelling'),
    run(['e'], '2026-01-05', 'failed'),
  ]
  const plans = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((actorId) =>
    ['2026-01-01', '2026-01-02', '2026-01-04'].flatMap((at) => [plan(actorId, at, true), plan(actorId, at, false)]),
  )
  for (const each of plans) {
    const all = openPlans(new Map([[each.actorId, each]]), runs)
    expect(all.get(each.actorId) ?? null, JSON.stringify(each)).toBe(openPlan(each, runs))
  }
})
