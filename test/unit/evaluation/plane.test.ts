import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile, quantileOf } from '../../../src/main/evaluation/local/plane.ts'

test('a quantile of numbers in any order is that of the sorted ones', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.double({ min: 0, max: 1, noNaN: true }), (numbers, p) => {
      const values = Float32Array.from(numbers)
      expect(quantileOf(values.slice(), p)).toBe(quantile(values.toSorted(), p))
    }),
  )
})
