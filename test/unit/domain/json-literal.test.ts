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
  // Literals survive a round trip through plain JSON, as in a database.
  expect(stringifyKeeping(JSON.parse(JSON.stringify(parseKeeping(`{"a":${text}}`))))).toBe(`{\n  "a": ${text}\n}`)
})

test.each(['{"seed" : 18446744073709551615}', '{"a":0,"seed"\n\t:\r\n18446744073709551615 }'])(
  'blanks around a colon lose no digit: %j',
  (text) => {
    expect(parseKeeping(text)).toHaveProperty('seed', literal('18446744073709551615'))
  },
)

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

/** Parses as `parseKeeping` does, without its fast path. */
const keepingEach = (text: string): unknown =>
  JSON.parse(text, (_key: string, value: unknown, { source }: { readonly source?: string }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? literal(source)
      : typeof value === 'string' && value.startsWith(literal(''))
        ? literal(JSON.stringify(value))
        : value,
  )

test('every value is kept as it was written, wherever it stands and whatever surrounds it', () => {
  const blank = fc.constantFrom('', ' ', '\n  ', '\t', '\r\n')
  const digits = fc.string({ unit: fc.constantFrom('0', '1', '9', '5'), minLength: 1, maxLength: 20 })
  const number = fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.oneof(
        fc.constant('0'),
        digits.map((each) => `7${each}`),
      ),
      fc.option(digits),
    )
    .map(([sign, whole, part]) => `${sign}${whole}${part === null ? '' : `.${part}`}`)
  const words = fc.constantFrom('35mm, 50 mm', '": 1.0', 'true, 1.0', '[1.0', `${literal('1')}`, '\\', 'a')
  const scalar = fc.oneof(
    number,
    fc.constantFrom(...NUMBERS, 'true', 'null'),
    words.map((each) => JSON.stringify(each)),
    fc.constant('"\\uf8ffjson:1"'),
  )
  const { value } = fc.letrec<{ value: string }>((tie) => {
    const spaced = fc.tuple(blank, tie('value'), blank).map((parts) => parts.join(''))
    const inner = fc.tuple(blank, fc.array(spaced, { maxLength: 4 }))
    const key = fc.tuple(blank, fc.constantFrom('seed', '', '1', ':', '\\"'), blank)
    const pair = fc.tuple(key, spaced).map(([[before, name, after], value]) => `${before}"${name}"${after}:${value}`)
    return {
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        inner.map(([empty, each]) => `[${each.join(',') || empty}]`),
        fc.tuple(blank, fc.array(pair, { maxLength: 4 })).map(([empty, each]) => `{${each.join(',') || empty}}`),
      ),
    }
  })
  fc.assert(
    fc.property(blank, value, blank, (before, inner, after) => {
      const text = `${before}${inner}${after}`
      expect(parseKeeping(text)).toEqual(keepingEach(text))
    }),
    { numRuns: 2000 },
  )
})
