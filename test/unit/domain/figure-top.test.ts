import { expect, test } from 'vitest'
import { figureTop } from '../../../src/main/domain/figure-top.ts'

/** Draws a striped figure that starts at a given line, on a background that varies by one or two greys. */
function picture(from: number, side = 100) {
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)]
    return y >= from && x > 30 && x < 70 ? (x % 4 < 2 ? 20 : 200) : 120 + (at % 3)
  })
  return { data, width: side, height: side }
}

test.each([0, 12, 40, 80])('a figure that begins in line %i is found there', (from) =>
  expect(figureTop(picture(from))).toBeCloseTo(Math.max(0, from - 1) / 100, 1),
)

test('an even picture has nothing to keep but its top', () => expect(figureTop(picture(100))).toBe(0))
