import { expect, test } from 'vitest'
import { parseLossless } from '../../../src/main/domain/lossless-json.ts'

test.each([
  '9007199254740993',
  '-9007199254740993',
  '[18446744073709551615]',
  '[1,18446744073709551615]',
  '{"seed":-9223372036854775809}',
  '{"a":"1","seed":18446744073709551615}',
  '{"a":[{"b":true},12345678901234567890]}',
])('%s is written digit by digit', (text) => {
  expect(JSON.stringify(parseLossless(text))).toBe(text)
})

test('words with long numbers stay words, and short numbers numbers', () => {
  const value = { note: 'of 12345678901234567890', seed: 9007199254740991, part: 0.5, rows: [1, -2, 'a'] }
  expect(parseLossless(JSON.stringify(value))).toEqual(value)
  expect(parseLossless('{"seed": 4294967295}')).toEqual({ seed: 4294967295 })
})
