import { expect, test } from 'vitest'
import { createSessions } from '../../../src/main/hosts/web/session.ts'

test('a token logs in one browser and is used up', () => {
  const sessions = createSessions()
  const first = sessions.token()
  const cookie = sessions.exchange(first)
  expect(cookie).toMatch(/^evencast-[0-9a-f]{8}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  expect(sessions.has(`other=1; ${cookie?.split(';')[0]}`)).toBe(true)
  expect(sessions.exchange(first)).toBeNull()
  expect(sessions.token()).not.toBe(first)
  expect(sessions.exchange(sessions.token())).not.toBeNull()
})

test('nothing else logs in', () => {
  const sessions = createSessions()
  const [pair] = sessions.exchange(sessions.token())?.split(';') ?? []
  const [name] = pair?.split('=') ?? []
  for (const given of ['', 'x', sessions.token().slice(1), `${sessions.token()}x`])
    expect(sessions.exchange(given)).toBeNull()
  for (const header of [null, '', 'evencast', `${name}=`, `${name}=x`, `x${pair}`, `${pair}x`])
    expect(sessions.has(header)).toBe(false)
})

test('two servers on one machine do not share a cookie', () => {
  const [one, other] = [createSessions(), createSessions()]
  const cookie = one.exchange(one.token())?.split(';')[0] ?? ''
  expect(one.has(cookie)).toBe(true)
  expect(other.has(cookie)).toBe(false)
})

test('a session ends when its browser logs out, after half a day without a request, and after a week in any case', () => {
  let clockMs = 0
  const HOUR_MS = 3_600_000
  const sessions = createSessions(() => clockMs)
  const login = () => sessions.exchange(sessions.token())?.split(';')[0] ?? ''
  const [one, two] = [login(), login()]
  sessions.end(one)
  expect([sessions.has(one), sessions.has(two)]).toEqual([false, true])
  clockMs += 13 * HOUR_MS
  expect(sessions.has(two)).toBe(false)
  const three = login()
  for (let hour = 0; hour < 7 * 24; hour += 8) {
    expect(sessions.has(three)).toBe(true)
    clockMs += 8 * HOUR_MS
  }
  expect(sessions.has(three)).toBe(false)
})
