import { expect, test } from 'vitest'
import { halves } from '../../../src/main/domain/split-group.ts'

const split = (digits: string) =>
  halves(digits.split(' ').map((digit) => ({ digit, hashes: digit.repeat(32) }))).map((half) =>
    half.map(({ digit }) => digit).join(' '),
  )

test('a group is split by what looks least alike; of one that is like itself the last one goes', () => {
  expect(split('0 1 f e')).toEqual(['0 1', 'f e'])
  expect(split('0 0 0')).toEqual(['0 0', '0'])
})
