import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile, quantileOf, release } from '../../../src/main/evaluation/local/plane.ts'

test('a quantile of numbers in any order is that of the sorted ones', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.double({ min: 0, max: 1, noNaN: true }), (numbers, p) => {
      const values = Float32Array.from(numbers)
      expect(quantileOf(values.slice(), p)).toBe(quantile(values.toSorted(), p))
    }),
  )
})

test('pixels are given back, but not those that share their memory', () => {
  const own = new Uint8Array(12)
  const shared = new Uint8Array(24).subarray(0, 12)
  for (const rgb of [own, shared]) release({ width: 2, height: 2, rgb, alpha: null })
  expect([own.length, shared.length]).toEqual([0, 12])
})
