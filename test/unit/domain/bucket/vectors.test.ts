import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aiToolkitCut } from '../../../../src/main/domain/bucket/ai-toolkit.ts'
import type { Cut, Size } from '../../../../src/main/domain/bucket/cut.ts'
import { kohyaBucketList, kohyaCut } from '../../../../src/main/domain/bucket/kohya.ts'
import { musubiCut } from '../../../../src/main/domain/bucket/musubi.ts'

const FILE = join(import.meta.dirname, '../../../../../shared/data/bucket_vectors.json')
const there = existsSync(FILE)
if (!there) console.warn(`No vectors at ${FILE}: the buckets are held to the few of their own tests only.`)

type Pair = readonly [number, number]
type Vector = readonly [image: Pair, bucket: Pair | string, scaled: Pair, offset: Pair]
const vectors: Record<string, readonly (Vector | Pair)[]> = there ? JSON.parse(readFileSync(FILE, 'utf8')) : {}

const size = ([width, height]: Pair): Size => ({ width, height })
const square = (side: number) => size([side, side])
const kohya = (side: number, min: number, max: number, noUpscale: boolean) => (image: Size) =>
  kohyaCut(image, { resolution: square(side), min, max, step: 64, noUpscale })
const aiToolkit = (resolution: number, divisor: number) => (image: Size) => aiToolkitCut(image, { resolution, divisor })
const musubi = (noUpscale: boolean) => (image: Size) =>
  musubiCut(image, { resolution: square(1024), step: 16, noUpscale })

const CUTS: Readonly<Record<string, (image: Size) => Cut | null>> = {
  'kohya upscale 1024 256-2048/64': kohya(1024, 256, 2048, false),
  'kohya no_upscale 1024/64': kohya(1024, 256, 2048, true),
  'kohya upscale 512 256-1024/64 (defaults)': kohya(512, 256, 1024, false),
  'ai-toolkit 512 div 16': aiToolkit(512, 16),
  'ai-toolkit 768 div 16': aiToolkit(768, 16),
  'ai-toolkit 1024 div 16': aiToolkit(1024, 16),
  'ai-toolkit 1024 div 32': aiToolkit(1024, 32),
  'musubi fk 1024': musubi(false),
  'musubi fk 1024 no_upscale': musubi(true),
}
const LISTS: Readonly<Record<string, readonly Size[]>> = {
  'kohya make_bucket_resolutions((1024,1024),256,2048,64)': kohyaBucketList({
    resolution: square(1024),
    min: 256,
    max: 2048,
    step: 64,
  }),
  'kohya make_bucket_resolutions((512,512),256,1024,64)': kohyaBucketList({
    resolution: square(512),
    min: 256,
    max: 1024,
    step: 64,
  }),
}

describe.runIf(there)('the size, scale and cut of every trainer are those its own code gave', () => {
  test('there is no vector that is not held to', () => {
    expect(Object.keys(vectors).toSorted()).toEqual([...Object.keys(CUTS), ...Object.keys(LISTS)].toSorted())
  })

  test.each(Object.entries(CUTS))('%s', (name, cut) => {
    const own = vectors[name] ?? []
    expect(own.length).toBeGreaterThan(5)
    for (const [image, bucket, scaled, offset] of own as readonly Vector[]) {
      const found = cut(size(image))
      const expected =
        typeof bucket === 'string'
          ? null
          : { bucket: size(bucket), scaled: size(scaled), offset: { x: offset[0], y: offset[1] } }
      expect(found, `${name}: ${image.join('×')}`).toEqual(expected)
    }
  })

  test.each(Object.entries(LISTS))('%s', (name, list) => {
    expect(list).toEqual((vectors[name] as readonly Pair[]).map(size))
  })
})
