import { expect, test } from 'vitest'
import { createBudget } from '../../../src/main/runs/budget.ts'
import { createPace } from '../../../src/main/runs/pace.ts'

const UNCHECKED = { evaluator: null, limitUsd: null }

test('never lets spent and reserved money exceed the limit, and spends it to the last cent', () => {
  let spentUsd = 0.1
  const budget = createBudget(0.3, UNCHECKED, () => spentUsd)
  const release = budget.reserve(0.1)
  budget.reserve(0.1)
  expect(() => budget.reserve(0.01)).toThrow(/limit of \$0\.30: \$0\.30 is spent or committed/)
  release()
  release()
  spentUsd = 0.15
  expect(() => budget.reserve(0.1)).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  budget.reserve(0.05)
})

test('has nothing against what is free, nor against anything without a limit', () => {
  expect(() => createBudget(0, UNCHECKED, () => 0).reserve(0)).not.toThrow()
  expect(() => createBudget(null, UNCHECKED, () => 1e6).reserve(1e6)).not.toThrow()
})

test('estimates from what steps took, per kind, and from the generator’s word before', () => {
  const pace = createPace(10, 2)
  expect(pace.etaSeconds({ deletions: 0, generations: 4 })).toBe(20)
  expect(pace.etaSeconds({ deletions: 0, generations: 1 })).toBe(10)
  pace.took('generate', 4)
  pace.took('generate', 6)
  pace.took('delete', 1)
  expect(pace.etaSeconds({ deletions: 3, generations: 4 })).toBe(13)
  for (let i = 0; i < 20; i++) pace.took('generate', 1)
  expect(pace.etaSeconds({ deletions: 0, generations: 2 })).toBe(1)
})
