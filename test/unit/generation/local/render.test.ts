import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VARIANTS, type Variant } from '../../../../src/main/domain/prompt.ts'
import { render, type RenderJob, type Rendering } from '../../../../src/main/generation/local/render.ts'
import { hamming, type Look, lookAt, writePortraits } from './portraits.ts'

const NEAR_DUPLICATE_BITS = 6
const ACTORS = resolve(import.meta.dirname, '../../../../../shared/data/actors')

let folder: string
let paths: Awaited<ReturnType<typeof writePortraits>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evencast-render-'))
  paths = await writePortraits(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const draw = (variant: Variant, more: Partial<RenderJob> = {}): Promise<Rendering> =>
  render({ source: paths.colour, variant, seed: 7, aspectRatio: '2:3', ...more })

function expectDifferent(one: Look, other: Look): void {
  expect(hamming(one.dhash, other.dhash)).toBeGreaterThan(NEAR_DUPLICATE_BITS)
  expect(hamming(one.phash, other.phash)).toBeGreaterThan(NEAR_DUPLICATE_BITS)
}

/** Expects at least two hues that are not adjacent on the wheel, each over 2 % of the picture. */
function expectColour({ hues }: Look): void {
  const present = hues.flatMap((share, hue) => (share > 0.02 ? [hue] : []))
  const apart = present.flatMap((p) => present.map((q) => Math.min(Math.abs(p - q), 12 - Math.abs(p - q))))
  expect(Math.max(0, ...apart)).toBeGreaterThanOrEqual(2)
}

test.each(VARIANTS.bw_stylized)('%s has no colour, has tones, and is not its source', async (variant) => {
  const { bytes, width, height } = await draw(variant)
  expect([width, height]).toEqual([683, 1024])
  const { format, chromaSubsampling, ...size } = await sharp(bytes).metadata()
  expect([format, size.width, size.height]).toEqual(['jpeg', 683, 1024])
  expect(chromaSubsampling).toBe('4:4:4')
  const look = await lookAt(bytes)
  expect(look.chroma).toBe(0)
  expect(look.spread).toBeGreaterThan(20)
  expectDifferent(look, await lookAt(paths.colour))
})

test.each(VARIANTS.color_stylized)('%s is in colour and not its source, also from a grey one', async (variant) => {
  const [fromColour, fromGrey] = [await draw(variant), await draw(variant, { source: paths.grey, aspectRatio: '16:9' })]
  expect([fromGrey.width, fromGrey.height]).toEqual([1024, 576])
  const [look, tinted] = [await lookAt(fromColour.bytes), await lookAt(fromGrey.bytes)]
  expectColour(look)
  expectColour(tinted)
  expectDifferent(look, await lookAt(paths.colour))
  expectDifferent(tinted, await lookAt(paths.grey))
})

test('line art on tinted paper is drawn on white and coloured with several hues', async () => {
  const [ink, paint] = [
    await draw('pen', { source: paths.drawing, seed: 3 }),
    await draw('gouache', { source: paths.drawing, seed: 3 }),
  ]
  const { data } = await sharp(ink.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  const share = (holds: (value: number) => boolean): number => data.filter(holds).length / data.length
  expect(share((value) => value > 245)).toBeGreaterThan(0.7)
  expect(share((value) => value < 60)).toBeGreaterThan(0.01)
  expectColour(await lookAt(paint.bytes))
})

test.each(['comic', 'reframe'] as const)('%s: the same job gives the same bytes', async (variant) => {
  const job = { source: paths.small, aspectRatio: '16:9' }
  const first = Buffer.from((await draw(variant, job)).bytes)
  expect(first.equals((await draw(variant, job)).bytes)).toBe(true)
})

describe('re-framing', () => {
  test('attempts differ from the source, from its mirror image and from each other', async () => {
    const source = await lookAt(paths.colour)
    const looks = [source]
    for (const attempt of [0, 1, 2])
      looks.push(await lookAt((await draw('reframe', { attempt, aspectRatio: '1:1' })).bytes))
    for (const [i, look] of looks.entries()) for (const other of looks.slice(0, i)) expectDifferent(look, other)
    for (const look of looks.slice(1))
      expect(hamming(look.flippedDhash, source.dhash)).toBeGreaterThan(NEAR_DUPLICATE_BITS)
  })

  test('a grey photograph stays grey, lamplight warms a coloured one', async () => {
    const grey = await draw('reframe', { source: paths.grey, light: 'lamplight' })
    expect((await lookAt(grey.bytes)).chroma).toBeLessThan(6)
    const warmth = async (light?: string): Promise<number> => {
      const { channels } = await sharp((await draw('reframe', { light })).bytes).stats()
      return channels[0]!.mean - channels[2]!.mean
    }
    expect(await warmth('lamplight')).toBeGreaterThan((await warmth('moonlight')) + 10)
  })
})

test('a source of a few pixels is refused with a sentence', async () => {
  const source = join(folder, 'tiny.png')
  const few = { width: 3, height: 3, channels: 3, background: '#234' } as const
  await sharp({ create: few }).png().toFile(source)
  await expect(draw('pen', { source })).rejects.toThrow(/tiny\.png is too small to generate from: 3 × 3 px/)
})

test('a source that is no picture is refused by name', async () => {
  const source = join(folder, 'broken.jpg')
  await writeFile(source, 'no picture')
  await expect(draw('pen', { source })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('broken.jpg'),
  })
})

const real = existsSync(ACTORS)
if (!real)
  console.warn(`Real pictures are not here (${ACTORS}): the local generator is checked on generated ones only.`)
describe.runIf(real)('on real pictures', () => {
  test.each<[string, Variant, 'grey' | 'colour']>([
    ['ellen_terry/base_image/ellen_terry_base.png', 'comic', 'colour'],
    ['sherlock_holmes/base_image/sherlock_holmes_base.png', 'watercolour', 'colour'],
  ])('%s as %s', async (path, variant, expected) => {
    const source = join(ACTORS, path)
    const look = await lookAt((await render({ source, variant, seed: 11, aspectRatio: '16:9' })).bytes)
    if (expected === 'colour') expectColour(look)
    else expect(look.chroma).toBe(0)
    expectDifferent(look, await lookAt(source))
  })
})
