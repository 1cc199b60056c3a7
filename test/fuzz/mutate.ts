import type { Random } from '../torture/random.ts'

const HOSTILE = [
  '"../../x"',
  '"\\u0000"',
  '".."',
  'null',
  '-1',
  '1e309',
  '[[[[[[]]]]]]',
  '{"__proto__":1}',
  '"\\ud800"',
  '9007199254740993',
]

/** Corrupts a document: flips bits; cuts, repeats and swaps pieces; replaces values with hostile ones. */
export function mutate(text: string, random: Random): string {
  let result = text
  for (let left = 1 + random.below(4); left > 0; left--) result = once(result, random)
  return result
}

const valuesIn = (text: string): RegExpExecArray[] => [...text.matchAll(/"[^"]*"|-?\d+(\.\d+)?|true|false|null/g)]

const replaced = (text: string, value: RegExpExecArray | undefined, hostile = 'null'): string =>
  value ? text.slice(0, value.index) + hostile + text.slice(value.index + value[0].length) : hostile

/**
 * Yields a copy of the document for each of its values, with a hostile value in its place. Paths come first, so that no long document
 * misses them by chance.
 */
export function* eachReplaced(text: string): Generator<string> {
  const values = valuesIn(text)
  for (const hostile of HOSTILE) for (const value of values) yield replaced(text, value, hostile)
}

function once(text: string, random: Random): string {
  const [a, b] = [random.below(text.length + 1), random.below(text.length + 1)].toSorted((x, y) => x - y)
  const [from, to] = [a ?? 0, b ?? 0]
  switch (random.below(5)) {
    case 0:
      return text.slice(0, from) + String.fromCharCode(random.below(0x300)) + text.slice(from + 1)
    case 1:
      return text.slice(0, from) + text.slice(Math.min(to, from + random.below(40)))
    case 2:
      return text.slice(0, to) + text.slice(from, Math.min(to, from + 40)) + text.slice(to)
    case 3:
      return text.slice(0, from)
    default: {
      const values = valuesIn(text)
      return replaced(text, values[random.below(values.length)], HOSTILE[random.below(HOSTILE.length)])
    }
  }
}
