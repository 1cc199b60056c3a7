import { expect, test } from 'vitest'
import type { PlanView, RunView } from '../../../../../src/main/contract/views.ts'
import { openPlan, openPlans } from '../../../../../src/renderer/src/model/work/open-plan.ts'

const plan = (actorId: string, createdAt: string, stale: boolean): PlanView => ({
  actorId,
  createdAt,
  stale,
  evaluator: 'local',
  target: { photorealistic: 1, bw_stylized: 1, color_stylized: 1 },
  current: { photorealistic: 0, bw_stylized: 0, color_stylized: 0, unclassified: 0 },
  after: { photorealistic: 1, bw_stylized: 1, color_stylized: 1 },
  deletions: [],
  generations: [],
  shortfalls: [],
  warnings: [],
  costUsd: 0,
  checksUsd: 0,
  visionUsd: 0,
  seconds: 0,
})
const run = (actors: string[], startedAt: string, state: RunView['state']): RunView => ({
  runId: `${startedAt}${state}`,
  state,
  startedAt,
  endedAt: null,
  actors,
  generator: 'local',
  done: 0,
  total: 1,
  phase: '',
  etaSeconds: null,
  costUsd: 0,
  estimatedUsd: 0,
  deleted: 0,
  generated: 0,
  failures: [],
  undoable: true,
})

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
