import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPulse } from '../../../src/main/runs/pulse.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('calls at once, then once per interval while beats come, and not when none came', () => {
  const call = vi.fn()
  const pulse = createPulse(100, call)
  for (let i = 0; i < 10; i++) pulse.beat()
  expect(call).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(99)
  expect(call).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(call).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(1000)
  expect(call).toHaveBeenCalledTimes(2)
})

test('ends with one last call and is silent from then on', () => {
  const call = vi.fn()
  const pulse = createPulse(100, call)
  pulse.beat()
  pulse.beat()
  pulse.end()
  expect(call).toHaveBeenCalledTimes(2)
  pulse.beat()
  pulse.end()
  vi.advanceTimersByTime(1000)
  expect(call).toHaveBeenCalledTimes(2)
})
