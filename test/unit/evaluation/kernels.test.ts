import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { SOURCE } from '../../../src/main/evaluation/local/kernels/bytes.ts'
import { readCoarse } from '../../../src/main/evaluation/local/kernels/coarse.ts'
import { flatten } from '../../../src/main/evaluation/local/kernels/flatten.ts'
import { isReducible, LANCZOS3, MITCHELL, reduce, shrinkTo } from '../../../src/main/evaluation/local/kernels/reduce.ts'
import { luma, resizeArea } from '../../../src/main/evaluation/local/kernels/resize.ts'
import { laplacianVariances } from '../../../src/main/evaluation/local/kernels/sharp-tiles.ts'
import { fitWithin, type Pixels } from '../../../src/main/evaluation/local/plane.ts'
import { plainChroma, plainLuma, plainResize, plainSymmetry, plainVariances } from '../../support/plain-pixels.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Returns pseudo-random pixels, the same each time. */
function noise(width: number, height: number): Pixels {
  let state = width * 7919 + height
  const rgb = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
  return { width, height, rgb, alpha: null }
}

let pictures: Pixels[] = []
beforeAll(async () => {
  const sample = join(ROOT, 'resources/sample')
  const names = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:jpg|png|webp)$/.test(name),
  )
  expect(names.length).toBeGreaterThan(5)
  const real = names.toSorted().filter((_, n) => n % Math.ceil(names.length / 4) === 0)
  pictures = await Promise.all(
    real.map(async (name, n) => {
      const side = [512, 203, 300, 128][n] ?? 100
      const image = sharp(join(sample, name)).flatten().resize(side, side, { fit: 'inside' })
      const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
      return { width: info.width, height: info.height, rgb: data, alpha: null }
    }),
  )
  for (const [width, height] of [
    [1, 1],
    [3, 40],
    [512, 2],
    [67, 129],
    [301, 203],
  ] as const)
    pictures.push(noise(width, height))
})

it('were compiled from their source', () => {
  const source = readFileSync(join(ROOT, 'src/main/evaluation/local/kernels/pixels.as'))
  expect(SOURCE, 'Run "npm run kernels".').toBe(createHash('sha256').update(source).digest('hex'))
})

describe('kernels give what plain TypeScript gives, bit for bit', () => {
  it('of luma, for every colour that counts', () => {
    const width = 256
    for (const blue of [0, 1, 77, 128, 254, 255]) {
      const rgb = Uint8Array.from({ length: width * width * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3)
        return [pixel % 256, pixel >> 8, blue][i % 3]!
      })
      const colours = { width, height: width, rgb, alpha: null }
      expect(luma(colours).data).toEqual(plainLuma(colours).data)
    }
  })

  it('of copies of any size', () => {
    for (const picture of pictures) {
      const grey = plainLuma(picture)
      for (const [width, height] of [
        [64, 64],
        [24, 24],
        [9, 8],
        [picture.width, picture.height],
      ] as const)
        expect(resizeArea(grey, width, height).data).toEqual(plainResize(grey, width, height).data)
    }
  })

  it('of the sharpness of tiles', () => {
    for (const picture of pictures)
      for (const tiles of [1, 3, 8])
        expect(laplacianVariances(picture, tiles, tiles)).toEqual(plainVariances(picture, tiles, tiles))
  })

  it('of transparency laid on white', () => {
    const rgba = Uint8Array.from({ length: 37 * 5 * 4 }, (_, i) => (i * 7919) >> 3)
    const count = 37 * 5
    const { rgb, alpha } = flatten(rgba, 37, 5)
    for (let i = 0; i < count; i++) {
      const a = rgba[i * 4 + 3]!
      expect(alpha?.[i]).toBe(a)
      for (let c = 0; c < 3; c++) expect(rgb[i * 3 + c]).toBe(Math.round((rgba[i * 4 + c]! * a) / 255 + 255 - a))
    }
    expect(flatten(new Uint8Array(60).fill(255), 3, 5)).toMatchObject({ alpha: null })
  })
})

it('pictures are reduced to the bytes that libvips gives', async () => {
  for (const [width, height, wide, high] of [
    [1024, 685, 512, 343],
    [720, 530, 512, 377],
    [896, 3, 512, 2],
    [517, 1, 512, 1],
    [512, 421, 224, 192],
    [343, 512, 160, 224],
  ] as const) {
    const picture = noise(width, height)
    const isSmall = wide === 512
    const raw = { raw: { width, height, channels: 3 } } as const
    const expected = await sharp(picture.rgb, raw)
      .resize(wide, high, isSmall ? { fit: 'inside', kernel: 'mitchell' } : { fit: 'fill' })
      .raw()
      .toBuffer()
    const long = Math.max(width, height) / 512
    const shrink = isSmall
      ? { across: long, down: Math.min(long, height) }
      : shrinkTo(picture, { width: wide, height: high })
    expect(isReducible(shrink)).toBe(true)
    const reduced = reduce(picture, shrink, isSmall ? MITCHELL : LANCZOS3)
    expect([reduced.width, reduced.height]).toEqual([wide, high])
    expect(Buffer.compare(reduced.rgb, expected), `${width} × ${height}`).toBe(0)
  }
})

it('what is read off a small copy is what plain TypeScript reads', () => {
  for (const picture of pictures) {
    const grey = plainLuma(picture)
    const half = fitWithin(picture, 256)
    const colours = fitWithin(picture, 64)
    const read = readCoarse(picture, null)
    const { width, height } = read.tiny
    expect(read.tiny.data).toEqual(plainResize(grey, width, height).data)
    expect(read.thumbnail.data).toEqual(plainResize(grey, 24, 24).data)
    expect(read.symmetry).toBeCloseTo(plainSymmetry(plainResize(grey, half.width, half.height)), 9)
    const levels = new Uint32Array(256)
    for (const value of grey.data) levels[Math.floor(value + 0.5)]! += 1
    expect(read.levels).toEqual(levels)
    const chroma = plainChroma(picture, colours.width, colours.height)
    for (const name of ['luma', 'blue', 'red'] as const)
      for (const [i, value] of chroma[name].entries())
        expect(Math.abs(read.chroma[name].data[i]! - value) / 255).toBeLessThan(1e-6)
  }
})

it('pixels that lie in memory already are not taken for others', () => {
  const pictures = [noise(640, 480), noise(480, 640)] as const
  const expected = pictures.map((picture) => plainVariances(picture, 8, 8))
  const [first, second] = pictures
  const twice = { across: 640 / 512, down: 640 / 512 }
  for (const other of [() => readCoarse(second, null), () => luma(second), () => reduce(second, twice, MITCHELL)]) {
    expect(laplacianVariances(first, 8, 8)).toEqual(expected[0])
    other()
    expect(laplacianVariances(second, 8, 8)).toEqual(expected[1])
  }
  expect(reduce(second, twice, MITCHELL)).toEqual(reduce({ ...second, rgb: second.rgb.slice() }, twice, MITCHELL))
})

it('pixels that do not count have no level', () => {
  const picture = noise(61, 7)
  const hidden = Uint8Array.from({ length: 61 * 7 }, (_, i) => (i % 3 === 0 ? 127 : 128))
  const grey = plainLuma(picture).data
  const levels = new Uint32Array(256)
  for (const [i, value] of grey.entries()) if (i % 3 !== 0) levels[Math.floor(value + 0.5)]! += 1
  expect(readCoarse(picture, hidden).levels).toEqual(levels)
})
