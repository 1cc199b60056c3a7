import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { scrollFor, windowOf } from '../../../../src/renderer/src/grid/row-window.ts'

test('every row that can be seen is in the window, and few others are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(62, 92, 128), { minLength: 1, maxLength: 400 }),
      fc.nat({ max: 60_000 }),
      fc.integer({ min: 50, max: 1000 }),
      (heights, scrollTop, height) => {
        let top = 0
        const rows = heights.map((each) => ({ top: (top += each) - each, height: each }))
        const { first, last } = windowOf(rows, scrollTop, height)
        const seen = [...rows.keys()].filter(
          (index) => rows[index]!.top < scrollTop + height && rows[index]!.top + rows[index]!.height > scrollTop,
        )
        for (const index of seen) expect(index >= first && index <= last).toBe(true)
        expect(last - first + 1).toBeLessThanOrEqual(seen.length + 6)
      },
    ),
  )
  expect(windowOf([], 0, 500)).toEqual({ first: 0, last: -1 })
})

test('a row is brought into view by the shortest way', () => {
  const row = { top: 1000, height: 100 }
  expect([scrollFor(row, 0, 500), scrollFor(row, 800, 500), scrollFor(row, 2000, 500)]).toEqual([600, 800, 1000])
})
