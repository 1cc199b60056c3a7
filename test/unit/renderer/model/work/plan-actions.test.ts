import { beforeEach, expect, test, vi } from 'vitest'
import { aPlan } from '../../../../support/views.ts'
import { answerCalls, resetAfterwards, standInForPage } from '../../../../support/window-core.ts'

interface Step {
  readonly stepId: string
  readonly skipped: boolean
}

const core = { setStep: vi.fn<(step: Step) => Promise<unknown>>(), list: vi.fn<() => Promise<unknown>>() }
standInForPage()
answerCalls({ 'plans.setStep': core.setStep, 'plans.list': core.list })
const { toggleStep } = await import('../../../../../src/renderer/src/model/work/plan-actions.ts')
const { loadPlans } = await import('../../../../../src/renderer/src/model/work/load-plans.ts')
const { mergePlans, usePlans } = await import('../../../../../src/renderer/src/model/work/plans-store.ts')
resetAfterwards(usePlans)

const planOf = (...skipped: readonly string[]) => ({
  ...aPlan({ actorId: 'ann' }),
  deletions: ['a', 'b'].map((stepId): Step => ({ stepId, skipped: skipped.includes(stepId) })),
})
const skipped = () =>
  usePlans
    .getState()
    .byActor.get('ann')
    ?.deletions.map((step) => step.skipped)

beforeEach(() => {
  core.setStep.mockReset()
  core.list.mockReset()
  mergePlans('all', [planOf() as never])
})

test('two clicks that are refused leave the plan as the core has it', async () => {
  core.setStep.mockRejectedValue(new Error('The disk is full.'))
  core.list.mockResolvedValue([planOf()])
  const clicks = [toggleStep('ann', 'a'), toggleStep('ann', 'b')]
  expect(skipped()).toEqual([true, true])
  await Promise.all(clicks)
  expect(skipped()).toEqual([false, false])
})

test('of two clicks, the first of which is refused, the second one holds', async () => {
  core.setStep.mockRejectedValueOnce(new Error('The disk is full.')).mockResolvedValueOnce(planOf('b'))
  await Promise.all([toggleStep('ann', 'a'), toggleStep('ann', 'b')])
  expect(skipped()).toEqual([false, true])
})

test('two clicks on one image leave the plan as it was, whatever is read meanwhile', async () => {
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
