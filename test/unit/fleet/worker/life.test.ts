import { expect, test, vi } from 'vitest'
import { BOUNDED } from '../../../../src/main/fleet/ledger/connect.ts'
import { work } from '../../../../src/main/fleet/worker/index.ts'

const opened = vi.hoisted((): unknown[] => [])
vi.mock('../../../../src/main/fleet/ledger/connect.ts', async (original) => ({
  ...(await original<object>()),
  connect: async (_address: string, _connections: unknown, limits: unknown) => {
    opened.push(limits)
    return { rows: () => Promise.reject(new Error('enough')), close: async () => {} }
  },
}))

test('what says that a worker lives waits for no connection that is lost without a sign; its work may wait for others', async () => {
  const ports = { address: 'postgres://localhost/fleet', signal: new AbortController().signal }
  await expect(work(ports as never)).rejects.toThrow('enough')
  expect(opened).toEqual([undefined, BOUNDED])
})
