import { EventEmitter } from 'node:events'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { connect, BOUNDED } from '../../../../src/main/fleet/ledger/connect.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test.each([
  ['nonsense', 'must be like postgres://'],
  ['postgres://user:secret@db.example.com/evencast', 'db.example.com would be sent its password without encryption'],
  ['postgres:///evencast?host=db.example.com', 'db.example.com would be sent its password without encryption'],
  ['postgres:///evencast', 'of.environment would be sent its password without encryption'],
])('%s is refused before anything is sent', async (address, message) => {
  vi.stubEnv('PGHOST', 'of.environment')
  const refused = await connect(address).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining(message) })
  expect(String(refused)).not.toContain('secret')
})

test('a window waits for a silent server no longer than its patience; a worker’s statements may take long', async () => {
  const given: object[] = []
  class Server extends EventEmitter {
    constructor(options: object) {
      super()
      given.push(options)
    }
    connect = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ETIMEDOUT' }))
    end = async () => {}
  }
  vi.spyOn(pg, 'Pool').mockImplementation(Server as never)
  vi.spyOn(pg, 'Client').mockImplementation(Server as never)
  const address = 'postgres://localhost/fleet'
  await connect(address)
  const impatient = await connect(address, 1, BOUNDED)
  await expect(impatient.listen('changes', () => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  const [worker, ...window] = given
  expect(worker).not.toHaveProperty('query_timeout')
  expect(window).toHaveLength(2)
  for (const options of window)
    expect(options).toMatchObject({ connectionTimeoutMillis: 10_000, query_timeout: 15_000, keepAlive: true })
})
