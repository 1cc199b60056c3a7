import { expect, test } from 'vitest'
import { error, type Finding, warning } from '../../../../src/main/training/check/check.ts'
import { warningSentences } from '../../../../src/main/operations/export/warning-sentences.ts'

const small = (n: number): readonly Finding[] =>
  Array.from({ length: n }, (_, i) => warning('small', `3_anna/${i + 1}.jpg`, 'teaches blur.'))

test('a few warnings of a rule are said one by one, many as one', () => {
  expect(warningSentences(small(2))).toEqual(['3_anna/1.jpg teaches blur.', '3_anna/2.jpg teaches blur.'])
  expect(
    warningSentences([...small(9), warning('mix', null, 'One style.'), error('lost', 'a.jpg', 'is lost.')]),
  ).toEqual([
    '3_anna/1.jpg teaches blur. The same goes for 2.jpg, 3.jpg, 4.jpg, 5.jpg, 6.jpg, 7.jpg and 2 more.',
    'One style.',
  ])
})
