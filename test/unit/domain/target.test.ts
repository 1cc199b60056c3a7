import fc from 'fast-check'
import { expect, test } from 'vitest'
import { perStyle, STYLES, sum } from '../../../src/main/domain/style.ts'
import { DEFAULT_TARGET, targetCounts } from '../../../src/main/domain/target.ts'

test('the default target is 13, 4 and 3 of 20', () => {
  expect(targetCounts(DEFAULT_TARGET)).toEqual({ photorealistic: 13, bw_stylized: 4, color_stylized: 3 })
})

test('counts sum to the total and stay within one of the exact share', () => {
  const share = fc.nat(100)
  const shares = fc.record({ photorealistic: share, bw_stylized: share, color_stylized: share })
  fc.assert(
    fc.property(
      fc.nat(500),
      shares.filter((all) => sum(all) > 0),
      (total, all) => {
        const counts = targetCounts({ total, shares: all })
        expect(sum(counts)).toBe(total)
        for (const style of STYLES) expect(Math.abs(counts[style] - (total * all[style]) / sum(all))).toBeLessThan(1)
      },
    ),
  )
})

test('without shares nothing is wanted', () => {
  expect(targetCounts({ total: 20, shares: perStyle(() => 0) })).toEqual(perStyle(() => 0))
})
