import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compacted,
  literal,
  parseKeeping,
  plainValue,
  stringifyKeeping,
} from '../../../src/main/domain/json-literal.ts'

const NUMBERS = [
  '-0',
  '0',
  '1.0',
  '1e400',
  '-1E+400',
  '18446744073709551615',
  '0.1000',
  '123456789.12345678901234567890',
  '5e-324',
]

test.each([...NUMBERS, 'NaN', 'Infinity', '-Infinity'])('%s is written as it was read', (text) => {
  expect(JSON.stringify(parseKeeping(`[${text}]`))).not.toContain('null')
  expect(stringifyKeeping(parseKeeping(`{"a":[${text}]}`))).toBe(`{\n  "a": [\n    ${text}\n  ]\n}`)
  // Also after a way through a database.
  expect(stringifyKeeping(JSON.parse(JSON.stringify(parseKeeping(`{"a":${text}}`))))).toBe(`{\n  "a": ${text}\n}`)
})

test('a kept number is the number where a double holds it, else its text', () => {
  const values = ['1.0', '-0', '1e400', '18446744073709551615', 'NaN'].map((text) => plainValue(literal(text)))
  expect(values).toEqual([1, -0, '1e400', '18446744073709551615', 'NaN'])
})

test('NaN inside a string stays a string', () => {
  expect(parseKeeping('{"NaN":"NaN, \\"Infinity\\" and -Infinity","b":NaN}')).toEqual({
    NaN: 'NaN, "Infinity" and -Infinity',
    b: literal('NaN'),
  })
})

test.each(['[01]', '[nan]', '[+1]', '{"a":NaNs}', '[1.]', "['a']", '{a:1}'])('%s is no JSON', (text) => {
  expect(() => parseKeeping(text)).toThrow(SyntaxError)
})

test('any JSON is read and written as it says', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify(value)
      expect(JSON.parse(stringifyKeeping(parseKeeping(text)))).toEqual(JSON.parse(text))
    }),
  )
})

test('a text that looks like a kept value comes back as that text', () => {
  for (const inner of ['1', '{"a":1}', 'not json', '"', '']) {
    const text = JSON.stringify({ note: literal(inner), [literal(inner)]: 1 })
    expect(JSON.parse(stringifyKeeping(parseKeeping(text)))).toEqual({ note: literal(inner), [literal(inner)]: 1 })
  }
})

test('two thousand levels take no more room than they did', () => {
  const deep = `${'{"a":['.repeat(1000)}-0${']}'.repeat(1000)}`
  const written = stringifyKeeping({ x: compacted(parseKeeping(deep)) })
  expect(written).toBe(`{\n  "x": ${deep}\n}`)
})
