import { expect, test } from 'vitest'
import { aroundFace } from '../../../src/main/domain/crop-face.ts'

const WHOLE = { x: 0, y: 0, width: 1, height: 1 }
const round = (rect: ReturnType<typeof aroundFace>) =>
  rect && Object.fromEntries(Object.entries(rect).map(([key, value]) => [key, Math.round(value * 1000) / 1000]))

test('a crop is centred on the face, with the face above its middle', () => {
  const wide = { width: 1200, height: 400 }
  expect(round(aroundFace([{ x: 300, y: 160, side: 80 }], WHOLE, 1, wide))).toEqual({
    x: 0.083,
    y: 0,
    width: 0.333,
    height: 1,
  })
  const tall = { width: 400, height: 1200 }
  const found = aroundFace([{ x: 200, y: 600, side: 100 }], WHOLE, 1, tall)
  // The face is at 40 % of 400 px.
  expect(found && found.y * 1200).toBeCloseTo(440, 0)
})

test('a large face keeps its headroom, and no crop leaves the picture or its borders', () => {
  const tall = { width: 400, height: 1200 }
  const close = aroundFace([{ x: 200, y: 600, side: 240 }], WHOLE, 1, tall)
  expect(close && close.y * 1200).toBeCloseTo(600 - 240 * 1.1, 0)
  expect(aroundFace([{ x: 0, y: 0, side: 100 }], { x: 0.1, y: 0.1, width: 0.8, height: 0.8 }, 1, tall)).toMatchObject({
    x: 0.1,
    y: 0.1,
  })
})

test('the largest of several faces counts, and without one there is no crop', () => {
  const faces = [
    { x: 100, y: 200, side: 40 },
    { x: 1000, y: 200, side: 90 },
  ]
  const found = aroundFace(faces, WHOLE, 1, { width: 1200, height: 400 })
  expect(found?.x).toBeCloseTo(2 / 3, 3)
  expect(aroundFace([], WHOLE, 1, { width: 10, height: 10 })).toBeNull()
})
