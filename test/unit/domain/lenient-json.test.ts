import { expect, test } from 'vitest'
import { parseLenient } from '../../../src/main/domain/lenient-json.ts'
import { stringifyKeeping } from '../../../src/main/domain/json-literal.ts'

test.each([
  ['a trailing comma', '{"a": [1, 2,], "b": "x, ]",}', { a: [1, 2], b: 'x, ]' }, false],
  ['comments', '/* all */ {"a": 1, // one\n "b": "http://x/*y*/" }', { a: 1, b: 'http://x/*y*/' }, true],
  ['a comma before a comment', '[1, /* none */ ]', [1], true],
  ['an object on each line', '{"a": 1}\r\n\n{"a": "}\\n{"}\n', [{ a: 1 }, { a: '}\n{' }], false],
  ['lines that end in commas', '{"a": 1},\n{"a": 2},', [{ a: 1 }, { a: 2 }], false],
])('%s', (_name, text, value, comments) => {
  expect(parseLenient(text)).toEqual({ value, comments })
})

test('numbers keep their letters, and NaN is read, there too', () => {
  const { value } = parseLenient('{"seed": 18446744073709551616, "loss": NaN,}')
  expect(stringifyKeeping(value).replaceAll(/\s/g, '')).toBe('{"seed":18446744073709551616,"loss":NaN}')
})

test.each(['{"images": [{"filena', '{"a": 1}\n{"b', '{"a": 1}\n[2]', 'hello', '', '// nothing', '{,}x'])(
  '%s is not JSON',
  (text) => {
    expect(() => parseLenient(text)).toThrow(SyntaxError)
  },
)

test('what is no JSON takes no time that grows faster than it does', () => {
  for (const piece of ['/*', ',', '"', '//', '{"a":1}\n', '[ '])
    expect(() => parseLenient(`${piece.repeat(100_000)}!`)).toThrow()
})
