import { expect, test } from 'vitest'
import { createBudget } from '../../../src/main/runs/budget.ts'
import { createPace } from '../../../src/main/runs/pace.ts'

test('never lets spent and held money exceed the limit, and spends it to the last cent', () => {
  let spentUsd = 0.1
  const budget = createBudget(0.3, () => spentUsd)
  budget.hold('a', 0.1)
  budget.hold('b', 0.1)
  budget.hold('b', 0.1)
  expect(() => budget.hold('c', 0.01)).toThrow(/limit of \$0\.30: \$0\.30 is spent or committed/)
  budget.release('a')
  budget.release('a')
  spentUsd = 0.15
  expect(() => budget.hold('c', 0.1)).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  budget.hold('c', 0.05)
  expect(budget.heldUsd()).toBeCloseTo(0.15, 9)
})

test('has nothing against what is free, nor against anything without a limit', () => {
  expect(() => createBudget(0, () => 0).hold('a', 0)).not.toThrow()
  expect(() => createBudget(null, () => 1e6).hold('a', 1e6)).not.toThrow()
})

test('holds back from the start what an earlier process had asked for, each at most once', () => {
  const budget = createBudget(0.1, () => 0.02, new Map([['a', 0.04]]))
  expect(() => budget.hold('b', 0.05)).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  budget.hold('a', 0.04)
  budget.hold('b', 0.04)
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
