import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { PlanView } from '../../../../../src/main/contract/views.ts'

const WORK = '../../../../../src/renderer/src/model/work'
const core = vi.hoisted(() => ({ setStep: vi.fn(), list: vi.fn() }))
vi.mock('../../../../../src/renderer/src/base/host/connect.ts', () => ({
  api: { plans: core, actors: {}, vision: {}, runs: {} },
}))

interface Step {
  readonly stepId: string
  readonly skipped: boolean
}
const planOf = (...skipped: readonly string[]) => ({
  actorId: 'ann',
  deletions: ['a', 'b'].map((stepId): Step => ({ stepId, skipped: skipped.includes(stepId) })),
  generations: [],
})

// What files before have loaded asks the real core.
beforeAll(() => vi.resetModules())
afterAll(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

async function load() {
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  vi.stubGlobal('navigator', { userAgent: '' })
  const { toggleStep } = await vi.importActual<{
    readonly toggleStep: (actorId: string, stepId: string, settled?: Promise<void>) => Promise<void>
  }>(`${WORK}/plan-actions.ts`)
  const { loadPlans } = await vi.importActual<{ readonly loadPlans: (actorIds: readonly string[]) => Promise<void> }>(
    `${WORK}/load-plans.ts`,
  )
  const { mergePlans, usePlans } = await vi.importActual<{
    readonly mergePlans: (actorIds: 'all', plans: readonly unknown[]) => void
    readonly usePlans: { readonly getState: () => { readonly byActor: ReadonlyMap<string, PlanView> } }
  }>(`${WORK}/plans-store.ts`)
  mergePlans('all', [planOf()])
  return {
    toggleStep,
    loadPlans,
    skipped: () =>
      usePlans
        .getState()
        .byActor.get('ann')
        ?.deletions.map((step) => step.skipped),
  }
}

beforeEach(() => void [core.setStep.mockReset(), core.list.mockReset()])

test('two clicks that are refused leave the plan as the core has it', async () => {
  const { toggleStep, skipped } = await load()
  core.setStep.mockRejectedValue(new Error('The disk is full.'))
  core.list.mockResolvedValue([planOf()])
  const clicks = [toggleStep('ann', 'a'), toggleStep('ann', 'b')]
  expect(skipped()).toEqual([true, true])
  await Promise.all(clicks)
  expect(skipped()).toEqual([false, false])
})

test('of two clicks, the first of which is refused, the second one holds', async () => {
  const { toggleStep, skipped } = await load()
  core.setStep.mockRejectedValueOnce(new Error('The disk is full.')).mockResolvedValueOnce(planOf('b'))
  await Promise.all([toggleStep('ann', 'a'), toggleStep('ann', 'b')])
  expect(skipped()).toEqual([false, true])
})

test('two clicks on one image leave the plan as it was, whatever is read meanwhile', async () => {
  const { toggleStep, loadPlans, skipped } = await load()
  core.setStep.mockImplementation(async (step: Step) => (step.skipped ? planOf(step.stepId) : planOf()))
  core.list.mockResolvedValue([planOf()])
  const settled = Promise.withResolvers<void>()
  const first = toggleStep('ann', 'a', settled.promise)
  await loadPlans(['ann'])
  expect(skipped()).toEqual([true, false])
  const second = toggleStep('ann', 'a')
  expect(core.setStep).not.toHaveBeenCalled()
  settled.resolve()
  await Promise.all([first, second])
  expect(core.setStep.mock.calls.map(([step]) => step.skipped)).toEqual([true, false])
  expect(skipped()).toEqual([false, false])
})
