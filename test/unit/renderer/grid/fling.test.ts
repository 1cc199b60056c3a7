import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFlingMeter, useFling } from '../../../../src/renderer/src/grid/fling.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.runAllTimers()
  vi.useRealTimers()
})

const flinging = () => useFling.getState().flinging

test('a list that runs faster than anybody can look is flung, until it has come to rest', () => {
  const meter = createFlingMeter()
  for (let frame = 0; frame < 10; frame++) meter(frame * 100, frame * 16)
  expect(flinging()).toBe(true)
  vi.advanceTimersByTime(50)
  expect(flinging()).toBe(true)
  vi.advanceTimersByTime(50)
  expect(flinging()).toBe(false)
})

test('reading pace is no fling, nor is a leap to another place', () => {
  const slow = createFlingMeter()
  for (let frame = 0; frame < 50; frame++) slow(frame * 20, frame * 16)
  expect(flinging()).toBe(false)
  const leaps = createFlingMeter()
  for (let key = 0; key < 10; key++) leaps(key * 800, key * 200)
  expect(flinging()).toBe(false)
  leaps(9000, 2010)
  expect(flinging()).toBe(false)
})
