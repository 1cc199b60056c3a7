import { afterEach, expect, test, vi } from 'vitest'
import { connect } from '../../../../src/main/fleet/ledger/connect.ts'

afterEach(() => vi.unstubAllEnvs())

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
