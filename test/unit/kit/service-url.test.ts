import { expect, test } from 'vitest'
import { holdsKeys, mayCarryKeys } from '../../../src/main/kit/service-url.ts'

test.each([
  ['https://api.example.com', true],
  ['http://127.0.0.1:9000', true],
  ['http://localhost:11434/v1', true],
  ['http://[::1]:9000', true],
  ['http://192.168.1.5:9000', false],
  ['http://127.0.0.1.example.com', false],
  ['http://localhost.example.com', false],
  ['nothing', false],
])('keys may go to %s: %s', (url, may) => {
  expect(mayCarryKeys(url)).toBe(may)
})

test('a host that the user has confirmed counts with its port', () => {
  expect(mayCarryKeys('http://minio:9000', ['minio:9000'])).toBe(true)
  expect(mayCarryKeys('http://minio:9001', ['minio:9000'])).toBe(false)
})

test('an address that holds a user or a password is told', () => {
  expect(holdsKeys('https://user:pw@example.com')).toBe(true)
  expect(holdsKeys('https://example.com/@x')).toBe(false)
})
