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
