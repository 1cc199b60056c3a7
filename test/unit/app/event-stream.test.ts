import { expect, test } from 'vitest'
import { eventStream } from '../../../src/main/app/event-stream.ts'
import type { Event } from '../../../src/main/contract/event.ts'

const notice = (n: number): Event => ({ type: 'notice', level: 'info', message: String(n) })

function source() {
  const listeners = new Set<(event: Event) => void>()
  return {
    listeners,
    emit: (n: number) => listeners.forEach((listener) => listener(notice(n))),
    subscribe: (listener: (event: Event) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

test('a window that reads late gets every event in order', async () => {
  const { emit, subscribe } = source()
  const stream = eventStream(subscribe, undefined, 3)
  const first = stream.next()
  for (const n of [1, 2, 3]) emit(n)
  expect(await first).toEqual({ done: false, value: notice(1) })
  expect(await stream.next()).toEqual({ done: false, value: notice(2) })
  expect(await stream.next()).toEqual({ done: false, value: notice(3) })
})

test('for one that does not read, only so many are kept: then its stream ends, and nothing is kept any more', async () => {
  const { emit, subscribe, listeners } = source()
  const stream = eventStream(subscribe, undefined, 3)
  const first = stream.next()
  emit(0)
  await first
  for (const n of [1, 2, 3]) emit(n)
  expect(listeners.size).toBe(1)
  emit(4)
  expect(listeners.size).toBe(0)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('a stream ends with its connection', async () => {
  const { subscribe, listeners } = source()
  const abort = new AbortController()
  const next = eventStream(subscribe, abort.signal).next()
  expect(listeners.size).toBe(1)
  abort.abort()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(listeners.size).toBe(0)
})
