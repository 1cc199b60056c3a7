import { expect, test } from 'vitest'
import { cutOuts } from '../../../src/main/domain/cut-from.ts'
import { measuresOf } from './measures-of.ts'

const SIDE = 24

/** Brightness of a hilly landscape at a position of the picture, 0..1 across and down. */
const hills = (x: number, y: number): number =>
  128 + 60 * Math.sin(9 * x + 3 * y) + 40 * Math.cos(14 * y - 5 * x * y) + 20 * Math.sin(23 * x * y)

interface Part {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The same with ripples about four cells wide, which a shift by half a cell blurs. */
const ripples = (x: number, y: number): number =>
  0.6 * hills(x, y) + 50 + 30 * Math.sin(41 * x + 17 * y) + 30 * Math.cos(37 * y - 19 * x)

function taken(n: number, { left, top, width, height }: Part, change = (value: number) => value, at = hills) {
  const thumbnail = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [left + (((i % SIDE) + 0.5) / SIDE) * width, top + ((Math.floor(i / SIDE) + 0.5) / SIDE) * height]
    return Math.round(Math.max(0, Math.min(255, change(at(x, y)))))
      .toString(16)
      .padStart(2, '0')
  }).join('')
  return {
    filename: `ada_${n}.jpg`,
    measures: measuresOf(n, { thumbnail, width: Math.round(1000 * width), height: Math.round(1000 * height) }),
    preferred: false,
    flawed: false,
  }
}

const WHOLE = { left: 0, top: 0, width: 1, height: 1 }

test('what was cut out of another image is found, of any shape and with other colours, and what was not is left', () => {
  const images = [
    taken(1, { left: 0.1, top: 0.15, width: 0.7, height: 0.7 }),
    taken(2, WHOLE),
    taken(3, { left: 0.3, top: 0, width: 0.6, height: 0.9 }, (value) => 0.6 * value + 40),
    { ...taken(4, WHOLE), measures: measuresOf(4, { width: 800, height: 800 }) },
  ]
  const found = cutOuts(images)
  expect([...found.keys()].toSorted()).toEqual(['ada_1.jpg', 'ada_3.jpg'])
  expect(found.get('ada_1.jpg')).toMatchObject({
    key: 'near_duplicate',
    verdict: 'review',
    duplicateOf: 'ada_2.jpg',
    detail: 'seems to be cut out of ada_2.jpg',
  })
})

test('what a person kept is not called a part', () => {
  const part = { ...taken(1, { left: 0.1, top: 0.1, width: 0.7, height: 0.7 }), preferred: true }
  expect(cutOuts([part, taken(2, WHOLE)]).size).toBe(0)
})

test('a drawing after a part of a photograph is wanted', () => {
  const part = taken(1, { left: 0.1, top: 0.1, width: 0.7, height: 0.7 })
  const drawing = { ...part, measures: { ...part.measures, drawn: 0.9 } }
  expect(cutOuts([drawing, taken(2, WHOLE)]).size).toBe(0)
})

test('a part that begins and ends between the cells of the whole is found', () => {
  const same = (value: number) => value
  const whole = taken(9, WHOLE, same, ripples)
  for (const left of [0.02, 0.05, 0.1]) {
    const part = taken(1, { left, top: left + 0.005, width: 0.75, height: 0.75 }, same, ripples)
    expect(cutOuts([part, whole]).get('ada_1.jpg')).toMatchObject({ duplicateOf: 'ada_9.jpg' })
  }
})
