import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covers, textMatcher } from '../../../../src/main/domain/filter/text.ts'

test('stars and question marks cover what an expression of theirs does', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀'), maxLength: 12 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '😀'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, part, (glob, text) => {
      const body = Array.from(glob, (sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace('.', '[.]')))
      expect(covers(glob, text)).toBe(new RegExp(`^${body.join('')}$`, 'su').test(text))
    }),
  )
})

test('the ending of a file may follow', () => {
  const matches = textMatcher({ text: '*_7', glob: true }, true)
  expect(['alice_7.jpg', 'Alice_7.tar.gz', 'alice_7', 'alice_70.jpg'].map(matches)).toEqual([true, true, true, false])
})

test('many stars take no longer than text and pattern are long', () => {
  expect(covers(`${'*a'.repeat(30)}b`, 'a'.repeat(20_000))).toBe(false)
})
