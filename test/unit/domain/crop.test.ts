import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Crop,
  cropKey,
  cropPixels,
  croppedSize,
  fillingScale,
  readCrop,
  tidyCrop,
  WHOLE,
} from '../../../src/main/domain/crop.ts'
import { dragged, HANDLES, mirrored, ofRatio, parseRatio, turned } from '../../../src/main/domain/crop-rect.ts'
import { parseKeeping } from '../../../src/main/domain/json-literal.ts'

const part = fc.double({ min: 0, max: 0.9, noNaN: true })
const crops: fc.Arbitrary<Crop> = fc
  .record({
    x: part,
    y: part,
    wide: fc.double({ min: 0.05, max: 1, noNaN: true }),
    high: fc.double({ min: 0.05, max: 1, noNaN: true }),
    rotate: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const),
    mirror: fc.boolean(),
    straighten: fc.integer({ min: -450, max: 450 }).map((tenths) => tenths / 10),
  })
  .map(({ wide, high, ...crop }) => ({ ...crop, width: (1 - crop.x) * wide, height: (1 - crop.y) * high }))
const sizes = fc.record({ width: fc.integer({ min: 64, max: 6000 }), height: fc.integer({ min: 64, max: 6000 }) })

const near = (a: Crop, b: Crop): void => {
  for (const key of ['x', 'y', 'width', 'height', 'straighten'] as const) expect(a[key]).toBeCloseTo(b[key], 9)
  expect([a.rotate, a.mirror]).toEqual([b.rotate, b.mirror])
}

describe('a crop', () => {
  test('is read as it was written, and stays within the image', () => {
    fc.assert(
      fc.property(crops, sizes, (crop, size) => {
        const tidy = tidyCrop(crop)
        if (!tidy) return
        expect(readCrop(JSON.parse(JSON.stringify(tidy)))).toEqual(tidy)
        expect(tidyCrop(tidy)).toEqual(tidy)
        const { left, top, width, height } = cropPixels(tidy, size.width, size.height)
        expect(left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height).toBe(true)
        expect(Math.min(width, height)).toBeGreaterThan(0)
      }),
    )
  })

  test('keeps numbers that were written with more digits than they need', () => {
    const kept = parseKeeping('{"x": 0.10, "y": 0.0, "width": 0.50, "height": 1.0}')
    expect(readCrop(kept)).toMatchObject({ x: 0.1, y: 0, width: 0.5, height: 1, rotate: 0, mirror: false })
  })

  test.each([
    [null],
    ['0,0,1,1'],
    [[0, 0, 1, 1]],
    [{ x: 0, y: 0, width: 0, height: 1 }],
    [{ x: 1, y: 0, width: 1, height: 1 }],
    [{ x: 0, y: 0, width: 1, height: 2 }],
    [{ x: 0, y: 0, width: 1, height: '1' }],
    [{ ...WHOLE, rotate: 45 }],
    [{ ...WHOLE, mirror: 1 }],
    [{ ...WHOLE, straighten: 60 }],
    [{ x: 10, y: 20, width: 300, height: 400 }],
  ])('is none when it is %j', (value) => expect(readCrop(value)).toBeNull())

  test('that changes nothing is none', () => {
    expect(tidyCrop(WHOLE)).toBeNull()
    expect(tidyCrop({ ...WHOLE, width: 1.2, straighten: 0.001 })).toBeNull()
    expect(cropKey(null)).toBe('')
  })

  test('has sides that change places with a quarter turn', () => {
    const half = { ...WHOLE, width: 0.5 }
    expect(croppedSize(half, { width: 800, height: 600 })).toEqual({ width: 400, height: 600 })
    expect(croppedSize({ ...half, rotate: 90 }, { width: 800, height: 600 })).toEqual({ width: 300, height: 800 })
  })

  test('that is straightened fills its frame: no corner of the picture comes into it', () => {
    fc.assert(
      fc.property(fc.double({ min: -45, max: 45, noNaN: true }), sizes, (degrees, { width, height }) => {
        const scale = fillingScale(degrees, { width, height })
        const angle = (degrees * Math.PI) / 180
        for (const [x, y] of [
          [width / 2, height / 2],
          [width / 2, -height / 2],
        ] as const) {
          const back = { x: x * Math.cos(angle) + y * Math.sin(angle), y: y * Math.cos(angle) - x * Math.sin(angle) }
          expect(Math.abs(back.x)).toBeLessThanOrEqual((scale * width) / 2 + 1e-6)
          expect(Math.abs(back.y)).toBeLessThanOrEqual((scale * height) / 2 + 1e-6)
        }
      }),
    )
  })
})

describe('a rectangle', () => {
  test('comes back after four turns, and after two mirrors', () => {
    fc.assert(
      fc.property(crops, (crop) => {
        near(turned(turned(turned(turned(crop)))), crop)
        near(mirrored(mirrored(crop)), crop)
        // Mirroring, turning and mirroring again is a turn in the other direction.
        near(mirrored(turned(mirrored(crop))), turned(turned(turned(crop))))
      }),
    )
  })

  test('of a ratio has that ratio in px, is as large as it can be and lies within', () => {
    fc.assert(
      fc.property(crops, fc.double({ min: 0.2, max: 5, noNaN: true }), sizes, (rect, ratio, frame) => {
        const found = ofRatio(rect, ratio, frame)
        expect((found.width * frame.width) / (found.height * frame.height)).toBeCloseTo(ratio, 6)
        const fills = found.width > rect.width - 1e-9 || found.height > rect.height - 1e-9
        expect(fills).toBe(true)
        expect(found.x).toBeGreaterThanOrEqual(rect.x - 1e-9)
        expect(found.x + found.width).toBeLessThanOrEqual(rect.x + rect.width + 1e-9)
        expect(found.y + found.height).toBeLessThanOrEqual(rect.y + rect.height + 1e-9)
      }),
    )
  })

  test('stays in its frame and keeps its ratio, wherever a handle is dragged', () => {
    const by = fc.record({
      x: fc.double({ min: -2, max: 2, noNaN: true }),
      y: fc.double({ min: -2, max: 2, noNaN: true }),
    })
    const handle = fc.constantFrom(...HANDLES, 'move' as const)
    const lock = fc.option(fc.double({ min: 0.3, max: 3, noNaN: true }))
    fc.assert(
      fc.property(crops, handle, by, lock, sizes, (crop, which, moved, ratio, frame) => {
        const from = ratio === null ? crop : { ...crop, ...ofRatio(crop, ratio, frame) }
        const found = dragged(from, which, moved, { ratio, frame })
        expect(found.x).toBeGreaterThanOrEqual(-1e-9)
        expect(found.y).toBeGreaterThanOrEqual(-1e-9)
        expect(found.x + found.width).toBeLessThanOrEqual(1 + 1e-9)
        expect(found.y + found.height).toBeLessThanOrEqual(1 + 1e-9)
        expect(Math.min(found.width, found.height)).toBeGreaterThan(0)
        if (ratio !== null)
          expect((found.width * frame.width) / (found.height * frame.height) / ratio).toBeCloseTo(1, 6)
      }),
    )
  })

  test('grows from the corner that is not held', () => {
    const lock = { ratio: null, frame: { width: 100, height: 100 } }
    const rect = { x: 0.2, y: 0.2, width: 0.4, height: 0.4 }
    expect(dragged(rect, 'se', { x: 0.1, y: 0.2 }, lock)).toMatchObject({ x: 0.2, y: 0.2, width: 0.5 })
    const west = dragged(rect, 'w', { x: -0.1, y: 0 }, lock)
    expect(west.x).toBeCloseTo(0.1)
    expect(west.x + west.width).toBeCloseTo(0.6)
    expect(dragged(rect, 'move', { x: 9, y: -9 }, lock)).toMatchObject({ x: 0.6, y: 0, width: 0.4 })
  })
})

test('a ratio is two numbers or one', () => {
  expect(parseRatio('3:4')).toBe(0.75)
  expect(parseRatio(' 16 × 9 ')).toBeCloseTo(1.778, 3)
  expect(parseRatio('1.5')).toBe(1.5)
  for (const text of ['', 'wide', '0:1', '1:0', '100:1', '3:4:5', '-3:4']) expect(parseRatio(text)).toBeNull()
})
