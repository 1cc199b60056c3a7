import { expect, test } from 'vitest'
import { type Greys, withoutBorders } from '../../../src/main/domain/borders.ts'

const WIDTH = 200
const HEIGHT = 160

/** Draws a picture with texture; `cover` returns the grey of uniform areas over it. */
function greys(cover: (x: number, y: number) => number | null): Greys {
  const values = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) values[y * WIDTH + x] = cover(x, y) ?? (x * 37 + y * 91 + x * y) % 256
  const read: Greys['read'] = (line, first, step) => line.forEach((_, n) => (line[n] = values[first + n * step] ?? 0))
  return { read, width: WIDTH, height: HEIGHT }
}

test('the bars of a letterbox', () => {
  const rect = withoutBorders(greys((_, y) => (y < 20 || y >= HEIGHT - 24 ? 3 : null)))
  expect(rect).toMatchObject({ x: 0, width: 1, y: 21 / HEIGHT })
  expect(rect?.height).toBeCloseTo((HEIGHT - 21 - 25) / HEIGHT)
})

test('a white frame on all sides', () => {
  const rect = withoutBorders(
    greys((x, y) => (x < 16 || y < 16 || x >= WIDTH - 16 || y >= HEIGHT - 16 ? 254 + ((x * 5 + y * 3) % 2) : null)),
  )
  expect(rect).toEqual({ x: 17 / WIDTH, y: 17 / HEIGHT, width: (WIDTH - 34) / WIDTH, height: (HEIGHT - 34) / HEIGHT })
})

test('a backdrop behind a figure is no border: it goes on beside it', () => {
  expect(withoutBorders(greys((x, y) => (y < 40 || Math.abs(x - 100) > 15 + (y - 40) / 3 ? 240 : null)))).toBeNull()
})

test('the paper around a printed picture is no border: it is even but not flat', () => {
  const frame = (x: number, y: number) => x < 16 || y < 16 || x >= WIDTH - 16 || y >= HEIGHT - 16
  expect(withoutBorders(greys((x, y) => (frame(x, y) ? 205 + ((x * 5 + y * 3) % 11) : null)))).toBeNull()
})

test('neither is white ground on one side', () => {
  expect(withoutBorders(greys((x) => (x < 30 ? 255 : null)))).toBeNull()
})

test('neither has a picture without any, nor one that is even all over', () => {
  expect(withoutBorders(greys(() => null))).toBeNull()
  expect(withoutBorders(greys(() => 12))).toBeNull()
})
