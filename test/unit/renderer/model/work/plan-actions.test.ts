import { afterAll, beforeAll, expect, test, vi } from 'vitest'
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

test('two clicks that are refused leave the plan as the core has it', async () => {
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  vi.stubGlobal('navigator', { userAgent: '' })
  const { toggleStep } = await vi.importActual<{
    readonly toggleStep: (actorId: string, stepId: string) => Promise<void>
  }>(`${WORK}/plan-actions.ts`)
  const { mergePlans, usePlans } = await vi.importActual<{
    readonly mergePlans: (actorIds: 'all', plans: readonly unknown[]) => void
    readonly usePlans: { readonly getState: () => { readonly byActor: ReadonlyMap<string, PlanView> } }
  }>(`${WORK}/plans-store.ts`)
  const skipped = () =>
    usePlans
      .getState()
      .byActor.get('ann')
      ?.deletions.map((step) => step.skipped)
  mergePlans('all', [planOf()])
  core.setStep.mockRejectedValue(new Error('The disk is full.'))
  core.list.mockResolvedValue([planOf()])
  const clicks = [toggleStep('ann', 'a'), toggleStep('ann', 'b')]
  expect(skipped()).toEqual([true, true])
  await Promise.all(clicks)
  expect(skipped()).toEqual([false, false])
})
