import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { abortGrace } from '../../../src/main/kit/abort-grace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('follows an abort after the grace, with its reason', () => {
  const abort = new AbortController()
  using grace = abortGrace(abort.signal, 1000)
  const reason = new Error('enough')
  abort.abort(reason)
  vi.advanceTimersByTime(999)
  expect(grace.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(grace.signal.reason).toBe(reason)
})

test('counts from the call for a signal that was aborted before', () => {
  using grace = abortGrace(AbortSignal.abort(), 1000)
  expect(grace.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1000)
  expect(grace.signal.aborted).toBe(true)
})

test('leaves no timer behind once its work has settled: nothing then holds the process', () => {
  const abort = new AbortController()
  {
    using grace = abortGrace(abort.signal, 1000)
    abort.abort()
    expect([grace.signal.aborted, vi.getTimerCount()]).toEqual([false, 1])
  }
  expect(vi.getTimerCount()).toBe(0)
})

test('does not follow an abort that comes after its work has settled', () => {
  const abort = new AbortController()
  const grace = abortGrace(abort.signal, 1000)
  grace[Symbol.dispose]()
  abort.abort()
  expect(vi.getTimerCount()).toBe(0)
})
