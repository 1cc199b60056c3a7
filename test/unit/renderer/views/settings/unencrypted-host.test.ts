import { expect, test } from 'vitest'
import { unencryptedHost } from '../../../../../src/renderer/src/views/settings/unencrypted-host.ts'
import { mayCarryKeys } from '../../../../../src/main/kit/service-url.ts'

test.each([
  ['http://minio:9000', 'minio:9000'],
  ['http://192.168.1.5:9000/x', '192.168.1.5:9000'],
  ['http://localhost.example.com', 'localhost.example.com'],
  ['https://minio:9000', null],
  ['http://localhost:9000', null],
  ['http://127.0.0.1:9000', null],
  ['http://[::1]:9000', null],
  ['minio', null],
  ['', null],
])('the window asks about %s: %s', (address, host) => {
  expect(unencryptedHost(address)).toBe(host)
  // The window asks exactly about addresses that the core would refuse, and the core accepts them after confirmation.
  if (host === null) return
  expect([mayCarryKeys(address), mayCarryKeys(address, [host])]).toEqual([false, true])
})
