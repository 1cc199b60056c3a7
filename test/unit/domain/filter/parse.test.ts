import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withOpposite, withoutClause } from '../../../../src/main/domain/filter/edit.ts'
import { matcherOf } from '../../../../src/main/domain/filter/match.ts'
import { type Clause, parseFilter } from '../../../../src/main/domain/filter/parse.ts'
import { printFilter } from '../../../../src/main/domain/filter/print.ts'
import { filterables, filters } from '../../../support/filters.ts'

function read(text: string) {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.mistake.message}`)
  return parsed
}

test('what is printed reads as the same filter', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(read(printFilter(filter)).filter).toEqual(filter)
    }),
    { numRuns: 1000 },
  )
})

test('any text is read or refused with a sentence and a place in it', () => {
  const bits = fc.constantFrom(
    'style:',
    'bw',
    '(',
    ')',
    ' ',
    ' or ',
    '-',
    '"',
    'conf:<',
    '0.6',
    'blur',
    '\\',
    'x:',
    '..',
  )
  fc.assert(
    fc.property(fc.string({ unit: bits, maxLength: 12 }), (text) => {
      const parsed = parseFilter(text)
      if (parsed.ok) return
      const { message, from, to } = parsed.mistake
      expect(message).toMatch(/^[A-Z].*[.?]$/)
      expect(from >= 0 && from < to && to <= text.length).toBe(true)
    }),
  )
})

test('the whole language', () => {
  const text =
    'style:bw issue:blur conf:<0.6 by:human generated missing-s3 prompt:"low angle" actor:alice verdict:reject ' +
    'unassessed width:<768 size:>2mb name:*_7 -issue:blur (a or b)'
  const { clauses } = read(text)
  expect(clauses.map(({ from, to }) => text.slice(from, to))).toEqual([
    'style:bw',
    'issue:blur',
    'conf:<0.6',
    'by:human',
    'generated',
    'missing-s3',
    'prompt:"low angle"',
    'actor:alice',
    'verdict:reject',
    'unassessed',
    'width:<768',
    'size:>2mb',
    'name:*_7',
    '-issue:blur',
    '(a or b)',
  ])
})

test.each([
  ['style:B&W', 'style:bw'],
  ['style:bw,colour', 'style:bw or style:colour'],
  ['issue:gaze', 'issue:camera_gaze'],
  ['conf:60%..80%', 'conf:0.6..0.8'],
  ['not a and b OR c', '(-a b) or c'],
  ['date:2026-02', 'date:2026-02-01..2026-02-28'],
  ['"or"', '"or"'],
  ['caption:none', 'words:0'],
  ['-caption:any', '-words:>0'],
  ['caption:"none"', 'caption:"none"'],
  ['words:>60', 'words:>60'],
  ['SIZE:<1500KB', 'size:<1.5mb'],
])('%s means %s', (typed, means) => {
  expect(printFilter(read(typed).filter)).toBe(means)
})

test.each([
  ['styl:bw', 'styl:', 'Did you mean style:?'],
  ['issue:blurr', 'blurr', 'Did you mean issue:blur?'],
  ['a style:', 'style:', 'Choose a style: photo, bw, colour or none.'],
  ['conf:<6', '<6', 'a number such as 0.6 or 60%'],
  ['width:>big', '>big', 'a number such as 768'],
  ['words:>many', '>many', 'a number such as 60'],
  ['date:2026-13', '2026-13', 'a number such as 2026-11-24'],
  ['a (b or c', '(', 'not closed'],
  ['a or', 'r', 'missing at the end'],
  ['prompt:"low', '"low', 'not closed'],
  ['a )', ')', 'no opening one'],
])('%s is refused at %s', (text, place, sentence) => {
  const parsed = parseFilter(text)
  if (parsed.ok) throw new Error('It was understood.')
  const { message, from, to } = parsed.mistake
  expect([text.slice(from, to), message]).toEqual([place, expect.stringContaining(sentence)])
})

test('a clause can be taken out, and turned into its opposite and back', () => {
  fc.assert(
    fc.property(filters, fc.nat(), filterables, (filter, pick, image) => {
      const text = printFilter(filter)
      const { clauses } = read(text)
      const at = pick % clauses.length
      const clause = clauses[at] as Clause
      expect(read(withoutClause(text, clause)).clauses.map((each) => each.filter)).toEqual(
        clauses.filter((each) => each !== clause).map((each) => each.filter),
      )
      const opposite = read(withOpposite(text, clause)).clauses[at]
      expect(opposite && matcherOf(opposite.filter)(image)).toBe(!matcherOf(clause.filter)(image))
    }),
  )
})
