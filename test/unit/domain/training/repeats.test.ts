import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exposure, percentSeen, repeatsFor } from '../../../../src/main/domain/training/repeats.ts'

test.each([
  [
    [13, 4, 3],
    [13, 4, 3],
    [1, 1, 1],
  ],
  [
    [4, 4, 3],
    [13, 4, 3],
    [3, 1, 1],
  ],
  [
    [26, 4, 3],
    [13, 4, 3],
    [1, 2, 2],
  ],
  [
    [10, 0, 5],
    [13, 4, 3],
    [2, 1, 1],
  ],
])('%j images for shares %j are repeated %j', (images, shares, expected) => {
  const repeats = repeatsFor(images.map((n, i) => ({ images: n, share: shares[i] ?? 0 })))
  expect(repeats.filter((_, i) => (images[i] ?? 0) > 0)).toEqual(expected.filter((_, i) => (images[i] ?? 0) > 0))
})

test('repeats are whole, at least one, and bring no set further from its mix than none would', () => {
  const subset = fc.record({ images: fc.integer({ min: 1, max: 60 }), share: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(fc.array(subset, { minLength: 1, maxLength: 4 }), (subsets) => {
      const repeats = repeatsFor(subsets)
      const wanted = subsets.reduce((sum, { share }) => sum + share, 0)
      const off = (each: readonly number[]) => {
        const parts = exposure(subsets.map(({ images }, i) => ({ images, repeats: each[i] ?? 1 })))
        return Math.max(...subsets.map(({ share }, i) => Math.abs((parts[i] ?? 0) - share / wanted)))
      }
      expect(repeats.every((n) => Number.isInteger(n) && n >= 1)).toBe(true)
      expect(off(repeats)).toBeLessThanOrEqual(off(subsets.map(() => 1)) + 1e-9)
    }),
  )
})

test('what is shown of exposure is whole hundredths that sum to a hundred; the part itself is exact', () => {
  const uneven = [167, 166, 667].map((images) => ({ images, repeats: 1 }))
  expect(exposure(uneven)).toEqual([0.167, 0.166, 0.667])
  // Rounded individually, they would be 17 + 17 + 67.
  expect(percentSeen([...uneven, null])).toEqual([17, 16, 67, 0])
  const part = fc.record({ images: fc.integer({ min: 0, max: 60 }), repeats: fc.integer({ min: 1, max: 40 }) })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (subsets) => {
      const images = subsets.reduce((sum, each) => sum + each.images, 0)
      const shown = percentSeen(subsets)
      expect(shown.reduce((sum, each) => sum + each, 0)).toBe(images === 0 ? 0 : 100)
      for (const [i, each] of exposure(subsets).entries())
        expect(Math.abs(each * 100 - (shown[i] ?? 0))).toBeLessThan(1)
    }),
  )
})
