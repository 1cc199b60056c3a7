import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, remainingMs, START } from '../../../src/main/domain/eta.ts'
import { perStyle } from '../../../src/main/domain/style.ts'
import { makePlan } from '../../../src/main/domain/make-plan.ts'
import { summaryOf, withEarlier } from '../../../src/main/domain/plan-summary.ts'
import { setSkipped } from '../../../src/main/domain/plan-steps.ts'
import { progressOf } from '../../../src/main/domain/progress.ts'
import { image, input } from './plan-images.ts'

test('progress counts actors that are done and those that failed', () => {
  const failed = [{ actor_id: 'a', error: 'disk is gone' }]
  expect(progressOf('plan', 3, { completed: ['b'], failed }, 't2')).toEqual({
    command: 'plan',
    total: 3,
    completed: ['b'],
    failed,
    percent: 66,
    updated_at: 't2',
  })
  expect(progressOf('plan', 0, { completed: [], failed: [] }, 't').percent).toBe(100)
})

describe('time left', () => {
  const run = (events: readonly (readonly [done: number, elapsedMs: number])[]) =>
    events.reduce((pace, [done, elapsedMs]) => advance(pace, { done, elapsedMs }), START)

  test('is unknown before the first item and nothing after the last', () => {
    expect(remainingMs(START, 5)).toBeNull()
    expect(remainingMs(run([[5, 100]]), 5)).toBe(0)
    expect(remainingMs(START, 0)).toBe(0)
  })

  test('is exact at a steady pace, however many items an event reports', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 5000 }),
        (steps, ms) => {
          let done = 0
          const pace = run(steps.map((step) => [(done += step), done * ms] as const))
          expect(remainingMs(pace, done + 7)).toBeCloseTo(7 * ms, 3)
        },
      ),
    )
  })

  test('follows a change of pace, and parallel items do not make it jump', () => {
    const slow = Array.from({ length: 60 }, (_, i) => [20 + i + 1, 2000 + (i + 1) * 1000] as const)
    expect(remainingMs(run([[20, 2000], ...slow]), 81)).toBeGreaterThan(950)
    const inFours = Array.from({ length: 80 }, (_, i) => [i + 1, Math.ceil((i + 1) / 4) * 4000] as const)
    expect(remainingMs(run(inFours), 81)).toBeGreaterThan(700)
    expect(remainingMs(run(inFours), 81)).toBeLessThan(1300)
  })

  test('counts down between events, never below zero', () => {
    const pace = run([[1, 1000]])
    expect(remainingMs(pace, 3, 1500)).toBe(1500)
    expect(remainingMs(pace, 3, 9000)).toBe(0)
    expect(advance(pace, { done: 1, elapsedMs: 5000 })).toBe(pace)
  })
})

test('the summary adds up what the plans will do, without skipped steps', () => {
  const plan = makePlan(input([image('a_1.jpg')], { actorId: 'a', priceUsd: perStyle(() => 0.1) }))
  const skipped = setSkipped(makePlan(input([], { actorId: 'b', priceUsd: perStyle(() => 0.1) })), 'g:0', true)
  const failed = [{ actor_id: 'c', error: 'c has no images' }]
  const summary = summaryOf([plan, skipped], failed, 't')
  expect(summary).toMatchObject({
    version: 1,
    created_at: 't',
    total_actors: 3,
    total_deletions: 0,
    total_generations: 4,
    estimated_cost_usd: 0.4,
    failed,
  })
  expect(
    summary.actors.map(({ actor_id, generations, estimated_cost_usd }) => [actor_id, generations, estimated_cost_usd]),
  ).toEqual([
    ['a', 2, 0.2],
    ['b', 2, 0.2],
  ])
})

test('the summary file is about all plans, also when some of them alone are made anew', () => {
  const actor = (actor_id: string, generations: number) => ({
    actor_id,
    current: {
      photorealistic: 1,
      bw_stylized: 0,
      color_stylized: 0,
      unclassified: 0,
      unsure: perStyle(() => 0),
      images: 1,
    },
    kept: 0,
    ways_out: [],
    target: { photorealistic: 1, bw_stylized: 1, color_stylized: 0 },
    deletions: 1,
    generations,
    shortfalls: [],
    warnings: [],
    variety: '',
    estimated_cost_usd: generations * 0.04,
  })
  const anew = { ...summaryOf([], [{ actor_id: 'cay', error: 'no' }], 't'), actors: [actor('bob', 2)] }
  const earlier = {
    actors: [actor('ann', 1), actor('bob', 5), actor('cay', 5), actor('gone', 5)],
    failed: [
      { actor_id: 'bob', error: 'unreadable' },
      { actor_id: 'dan', error: 'unreadable' },
    ],
  }
  const all = withEarlier(anew, earlier, (actorId) => actorId !== 'gone')
  expect(all.actors.map(({ actor_id, generations }) => [actor_id, generations])).toEqual([
    ['ann', 1],
    ['bob', 2],
  ])
  expect(all.failed.map(({ actor_id }) => actor_id)).toEqual(['cay', 'dan'])
  expect(all).toMatchObject({ total_actors: 4, total_deletions: 2, total_generations: 3 })
  expect(all.estimated_cost_usd).toBeCloseTo(0.12, 9)
})
