import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ERROR_STATUS } from '../../../src/main/contract/base.ts'
import { type ErrorCode, EvencastError } from '../../../src/main/domain/error.ts'
import { createWebApp } from '../../../src/main/hosts/web/app.ts'
import { tokenDoor } from '../../../src/main/hosts/web/door.ts'
import { createSessions } from '../../../src/main/hosts/web/session.ts'

/** No part of the core is needed, because requests without a login never reach it. */
const empty = { log: pino({ level: 'silent' }) }

async function ask(path: string, init: RequestInit & { cookie?: string }, core: object = empty) {
  const sessions = createSessions()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of the core that is reached is empty
  const app = createWebApp(
    core as never,
    sessions,
    tokenDoor(sessions, () => {}),
  )
  const cookie = init.cookie === 'mine' ? (sessions.exchange(sessions.token())?.split(';')[0] ?? '') : ''
  return app.request(`http://127.0.0.1${path}`, {
    ...init,
    headers: { host: '127.0.0.1', origin: 'http://127.0.0.1', 'content-type': 'application/json', cookie },
  })
}

/** Creates a body that records how much of it was read. */
function counted(bytes: number) {
  let read = 0
  const body = new ReadableStream({
    pull(controller) {
      if (read >= bytes) return controller.close()
      controller.enqueue(new Uint8Array(65_536).fill(32))
      read += 65_536
    },
  })
  return { body, read: () => read }
}

test.each(['/rpc/library/current', '/upload?name=a.jpg', '/folder'])(
  'nothing of what a stranger sends to %s is read',
  async (path) => {
    const { body, read } = counted(8e6)
    const answer = await ask(path, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect([401, 403]).toContain(answer.status)
    expect(read()).toBeLessThanOrEqual(3 * 65_536)
  },
)

test('a login takes a kilobyte at most', async () => {
  const { body, read } = counted(8e6)
  const answer = await ask('/login', { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(read()).toBeLessThan(8e6)
})

test('a file without a name that can be used is a bad request', async () => {
  for (const name of ['', `?name=${'x'.repeat(600)}`])
    expect((await ask(`/upload${name}`, { method: 'POST', body: 'x', cookie: 'mine' })).status).toBe(400)
})

test.each(Object.entries(ERROR_STATUS))(
  'an error with the code %s is answered with %i and its sentence',
  async (code, status) => {
    const closeLibrary = () => Promise.reject(new EvencastError(code as ErrorCode, 'The sentence.'))
    const init = { method: 'POST', body: '{}', cookie: 'mine' }
    const answer = await ask('/rpc/library/close', init, { ...empty, closeLibrary })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ json: { code, message: 'The sentence.' } })
  },
)
