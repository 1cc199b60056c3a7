import { expect, test } from 'vitest'
import { replaceByPattern } from '../../../src/main/captioning/replace-by-pattern.ts'
import { replacedTexts } from '../../../src/main/operations/captions/by-pattern.ts'

const change = (find: string) => ({ kind: 'replace', find, by: 'x', regex: true, ignoreCase: false }) as const
const SLOW = `${'a'.repeat(40)}!`

test('texts are replaced, and an expression that would take years is stopped', () => {
  expect(replaceByPattern({ texts: ['a cat', 'a dog'], change: change('c.t'), limitMs: 1000 })).toEqual([
    'a x',
    'a dog',
  ])
  expect(replaceByPattern({ texts: ['cat', SLOW], change: change('(a+)+$'), limitMs: 50 })).toBeNull()
})

test('it is said which expression takes too long', async () => {
  const byPattern = async () => null
  await expect(replacedTexts([SLOW], change('(a+)+$'), byPattern)).rejects.toThrow(
    'This expression takes too long: (a+)+$. ',
  )
})
