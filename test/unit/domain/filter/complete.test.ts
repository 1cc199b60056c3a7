import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completionsAt, withoutUnfinished } from '../../../../src/main/domain/filter/complete.ts'
import { parseFilter } from '../../../../src/main/domain/filter/parse.ts'

const vocabulary = { actors: ['alice', 'malice', 'bob smith'], prompts: ['bw-04', 'photo-01'] }
const texts = (typed: string) => completionsAt(typed, vocabulary).items.map((item) => item.text)

test('keys and flags first, then values, in the word at the end only', () => {
  expect(texts('')).toEqual(expect.arrayContaining(['style:', 'actor:', 'generated']))
  expect(texts('generated st')[0]).toBe('style:')
  expect(texts('style:')).toEqual(['style:photo', 'style:bw', 'style:colour', 'style:none'])
  expect(texts('-(issue:blu')).toEqual(['issue:blur'])
  expect(completionsAt('-(issue:blu', vocabulary).from).toBe(2)
  expect(texts('gaze')).toEqual(['issue:camera_gaze'])
  expect(texts('style:bw,co')).toEqual(['style:bw,colour'])
  expect(texts('conf:')).toContain('conf:<0.6')
})

test('actors and prompts come from the library, best first, quoted where they have to be', () => {
  expect(texts('actor:ali')).toEqual(['actor:alice', 'actor:malice'])
  expect(texts('actor:"bob')).toEqual(['actor:"bob smith"'])
  expect(texts('prompt:bw')).toEqual(['prompt:bw-04'])
  expect(texts('caption:n')).toEqual(['caption:none'])
  expect(texts('words:>')).toEqual(['words:>60'])
})

test.each([
  ['sty', ''],
  ['a or sty', 'a or '],
  ['issue:blur -gen', 'issue:blur '],
  ['style:bw', 'style:bw'],
  ['generated', 'generated'],
  ['low', 'low'],
  ['issue:', ''],
  ['generated -issue:bl', 'generated '],
  ['issue:blur,cam', ''],
  ['issue:gaze', 'issue:gaze'],
  ['issue:xyz', 'issue:xyz'],
  ['conf:<', ''],
  ['conf:<0.', 'conf:<0.'],
  ['actor:', ''],
  ['styl:bw', 'styl:bw'],
])('of %s only %s is meant so far', (typed, meant) => {
  expect(withoutUnfinished(typed)).toBe(meant)
})

test('whatever value is offered can be read', () => {
  const words = fc.constantFrom(
    '',
    'st',
    'style:',
    'issue:',
    'conf:',
    'size:',
    'actor:',
    'prompt:',
    'by:',
    'lane:',
    'a',
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom('x', '-y', '"a b"', '(z)')), words, (before, word) => {
      const typed = [...before, word].join(' ')
      const { from, items } = completionsAt(typed, vocabulary)
      for (const { text, kind } of items)
        if (kind !== 'key') expect(parseFilter(typed.slice(0, from) + text)).toMatchObject({ ok: true })
    }),
  )
})
