import { expect, test } from 'vitest'
import { adviceOn, networkCode, networkProblem } from '../../../src/main/domain/unreachable.ts'

test('the system’s word is found however deep it lies', () => {
  const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const fetchFailed = new TypeError('fetch failed', { cause: inner })
  expect(networkCode(new Error('Connection error.', { cause: fetchFailed }))).toBe('ECONNREFUSED')
  expect(networkCode(Object.assign(new Error('no file'), { code: 'ENOENT' }))).toBe('')
  expect(networkCode('a text')).toBe('')
})

test.each([
  ['EAI_AGAIN', 'notFoundHost', /not found on the network/],
  ['ETIMEDOUT', 'unreachable', /does not answer/],
  ['CERT_HAS_EXPIRED', 'certificate', /not trusted/],
  ['EPROTO', 'notTls', /does not speak TLS/],
  ['ENOENT', null, /Check the network/],
])('%s is a reason of its own', (code, problem, sentence) => {
  expect(networkProblem(code)).toBe(problem)
  expect(adviceOn(code)).toMatch(sentence)
})
