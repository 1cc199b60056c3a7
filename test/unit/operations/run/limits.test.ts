import { expect, test } from 'vitest'
import { limitsForPlans, limitsForResumed } from '../../../../src/main/operations/run/limits.ts'

const generation = (n: number) => ({ type: 'photorealistic', prompt_id: `p${n}`, prompt: '', aspect_ratio: '1:1' })
/** A plan of ten images at 4 cents. */
const plan = {
  actor_id: 'ann',
  target: { photorealistic: 10, bw_stylized: 0, color_stylized: 0 },
  current: { images: 0 },
  deletions: [],
  generations: Array.from({ length: 10 }, (_, n) => generation(n)),
  price_usd: { photorealistic: 0.04, bw_stylized: 0.04, color_stylized: 0.04 },
  estimated_cost_usd: 0.4,
}
/** Creates a context whose model charges a cent per check, at most three. */
const context = (checkUsd: number | null, maxCostUsd: number | null = null) =>
  ({
    vision: () => null,
    visionAs: () => (checkUsd === null ? null : { estimate: () => ({ usd: checkUsd, atMost: { usd: 3 * checkUsd } }) }),
    settings: () => ({ maxCostUsd }),
    generator: { priceUsd: () => 0.04 },
  }) as never

test('without a limit neither making nor checking has one', () => {
  expect(limitsForPlans(context(0.01), [plan as never], 'm', null)).toEqual({ maxCostUsd: null, checksLimitUsd: null })
})

test('the price of checking each image is kept back from the limit, with a margin for rejected ones', () => {
  const limits = limitsForPlans(context(0.01), [plan as never], 'm', 1)
  expect(limits.checksLimitUsd).toBeCloseTo(0.15)
  expect(limits.maxCostUsd).toBeCloseTo(0.85)
})

test('a limit that does not suffice for both is shared as their prices are, and never exceeded', () => {
  const { maxCostUsd, checksLimitUsd } = limitsForPlans(context(0.01), [plan as never], 'm', 0.11)
  expect(maxCostUsd! + checksLimitUsd!).toBeCloseTo(0.11)
  expect(checksLimitUsd! / maxCostUsd!).toBeCloseTo(0.15 / 0.4)
  expect(limitsForPlans(context(0.01), [plan as never], 'm', 0)).toEqual({ maxCostUsd: 0, checksLimitUsd: 0 })
})

test('where nobody checks, all of the limit is for making', () => {
  expect(limitsForPlans(context(null), [plan as never], null, 1)).toEqual({ maxCostUsd: 1, checksLimitUsd: 0 })
})

test('a resumed run keeps back checks for what is left of it; without a limit each may cost its most', () => {
  const runner = {
    get: () => ({ total: 10, done: 6, failures: [{}], estimatedUsd: 0.4 }),
    options: () => ({ evaluator: 'm', checksUsd: 0 }),
  } as never
  expect(limitsForResumed(context(0.01), runner, 'r').checksLimitUsd).toBeCloseTo(0.15)
  const limited = limitsForResumed(context(0.01, 1), runner, 'r')
  expect(limited.checksLimitUsd).toBeCloseTo(0.075)
  expect(limited.maxCostUsd).toBeCloseTo(0.85)
  expect(limitsForResumed(context(0.01, 1), runner, 'r', 0.2).maxCostUsd).toBeLessThan(0.2)
})
