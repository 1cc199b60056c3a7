import { expect, test } from 'vitest'
import { passwordDoor } from '../../../src/main/hosts/web/door.ts'
import { createSessions } from '../../../src/main/hosts/web/session.ts'

const PASSWORD = 'correct horse battery'

async function door() {
  const sessions = createSessions(Date.now, { encrypted: true })
  return { sessions, door: await passwordDoor(sessions, PASSWORD, () => true) }
}

test('the password begins a session whose cookie is sent encrypted alone', async () => {
  const { sessions, door: own } = await door()
  const answer = await own.login({ password: PASSWORD }, '192.0.2.1')
  if (!('cookie' in answer)) throw new Error('refused')
  expect(answer.cookie).toMatch(/^__Host-evencast-[0-9a-f]{8}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Secure$/)
  expect(sessions.has(answer.cookie.split(';')[0] ?? '')).toBe(true)
})

test('what is no password is not tried', async () => {
  const { door: own } = await door()
  for (const body of [null, {}, { password: 7 }, { password: 'x'.repeat(201) }])
    expect(await own.login(body, '192.0.2.1')).toMatchObject({ status: 400 })
})

test('nothing else gets in, neither the token of an address, and guessing ends after five', async () => {
  const { sessions, door: own } = await door()
  expect(await own.login({ token: sessions.token() }, '192.0.2.1')).toMatchObject({ status: 400 })
  const guesses = [PASSWORD.slice(1), `${PASSWORD} `, PASSWORD.toUpperCase(), '', 'password', PASSWORD]
  const answers = await Promise.all(guesses.map((password) => own.login({ password }, '192.0.2.1')))
  expect(answers.map((answer) => ('status' in answer ? answer.status : 204))).toEqual([401, 401, 401, 401, 401, 429])
  expect(answers.at(-1)).toMatchObject({ message: expect.stringMatching(/minutes\.$/), waitS: expect.any(Number) })
  expect(await own.login({ password: PASSWORD }, '192.0.2.2')).toHaveProperty('cookie')
})
