import { expect, test } from 'vitest'
import { type Crop, shapeOf, WHOLE } from '../../../src/main/domain/crop.ts'
import { cropOutline } from '../../../src/main/domain/crop-outline.ts'
import { reshape } from '../../../src/main/kit/picture/reshape.ts'

const SIZE = { width: 120, height: 80 }
const part = { ...WHOLE, x: 0.25, y: 0.25, width: 0.5, height: 0.5 }

test.each<[string, Crop]>([
  ['cut', part],
  ['turned', { ...part, x: 0.1, rotate: 90 }],
  ['turned over', { ...part, y: 0.1, rotate: 180 }],
  ['turned back', { ...part, x: 0.4, rotate: 270 }],
  ['mirrored', { ...part, x: 0.1, mirror: true }],
  ['turned and mirrored', { ...part, x: 0.1, rotate: 90, mirror: true }],
  ['straightened', { ...part, straighten: 12 }],
  ['all of it', { ...part, x: 0.1, rotate: 270, mirror: true, straighten: -8 }],
])('the outline of a crop holds what pixels are cut by it: %s', async (_, crop) => {
  // Red increases to the right and green downwards, so a pixel's colour tells its original position.
  const data = Buffer.alloc(SIZE.width * SIZE.height * 3)
  for (let at = 0; at < SIZE.width * SIZE.height; at++) {
    data[at * 3] = (at % SIZE.width) * 2
    data[at * 3 + 1] = Math.floor(at / SIZE.width) * 2
  }
  const { data: cut, info } = await reshape({ data, info: { ...SIZE, channels: 3 } }, shapeOf(crop))
  const { width, height, channels } = info
  const corners = [0, width - 1, width * height - 1, width * (height - 1)].map((at) => ({
    x: (cut[at * channels] ?? 0) / 2,
    y: (cut[at * channels + 1] ?? 0) / 2,
  }))
  for (const [i, { x, y }] of cropOutline(crop, SIZE).entries()) {
    expect(Math.abs(x - (corners[i]?.x ?? -9))).toBeLessThan(3)
    expect(Math.abs(y - (corners[i]?.y ?? -9))).toBeLessThan(3)
  }
})

test('without a crop the outline is the image', () => {
  expect(cropOutline(WHOLE, SIZE)).toEqual([
    { x: 0, y: 0 },
    { x: 120, y: 0 },
    { x: 120, y: 80 },
    { x: 0, y: 80 },
  ])
})
