import { expect, test } from 'vitest'
import { numbered, safeName, safeNames } from '../../../../src/main/domain/training/names.ts'

test.each([
  ['alice', 'alice'],
  ['Zoë Müller', 'Zoe-Muller'],
  ['../../etc', 'etc'],
  ['日本', 'set'],
  ['a b/c', 'a-b-c'],
])('%s becomes %s', (name, safe) => expect(safeName(name)).toBe(safe))

test('names that would be one on some file system are told apart', () => {
  expect([...safeNames(['Anna', 'anna', 'änna']).values()]).toEqual(['Anna', 'anna-2', 'anna-3'])
  expect(numbered(7)).toBe('0007')
})
