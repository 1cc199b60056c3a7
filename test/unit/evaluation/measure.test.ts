import { existsSync } from 'node:fs'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, likeness } from '../../../src/main/domain/likeness.ts'
import { isDamaged, isUnreadable, type Measures } from '../../../src/main/domain/measures.ts'
import { createLocalEvaluator } from '../../../src/main/evaluation/local/index.ts'
import { MOST_IMAGE_BYTES } from '../../../src/main/kit/image-bytes.ts'
import { measure, STYLE_MODEL } from '../../support/measure.ts'
import { hugePng } from '../../support/foreign-pictures.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evencast-measure-'))
})
afterAll(() => rm(dir, { recursive: true }))

const save = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const file = join(dir, name)
  await writeFile(file, bytes)
  return file
}
const measuresOf = async (image: Sharp, name: string): Promise<Measures> => {
  const { measured } = await measure({ file: await save(name, await image.toBuffer()) })
  if (isUnreadable(measured)) throw new Error(measured.unreadable)
  return measured
}
const reasonFor = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const { measured } = await measure({ file: await save(name, bytes) })
  return isUnreadable(measured) ? measured.unreadable : 'it is readable'
}

/** Draws coloured blobs over a gradient, asymmetric, with some grain. */
function scene(width = 600, height = 400): Sharp {
  const raw = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = x / width
      const v = y / height
      const blob = Math.exp(-((u - 0.3) ** 2 + (v - 0.6) ** 2) * 30)
      const grain = ((x * 7919 + y * 104_729 + x * y) % 23) - 11
      raw[(y * width + x) * 3] = Math.max(0, Math.min(255, 40 + 180 * blob + 40 * u + grain))
      raw[(y * width + x) * 3 + 1] = Math.max(0, Math.min(255, 60 + 90 * v + grain))
      raw[(y * width + x) * 3 + 2] = Math.max(0, Math.min(255, 200 - 150 * u + grain))
    }
  return sharp(raw, { raw: { width, height, channels: 3 } })
}
const lines = (colour: string, paper: string): Sharp => {
  const strokes = Array.from(
    { length: 40 },
    (_, i) => `<path d="M${i * 12} 20 Q${200 - i * 3} ${200 + i} ${420 - i * 9} 480"/>`,
  )
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="500" height="500" fill="${paper}"/><g fill="none" stroke="${colour}" stroke-width="3">${strokes.join('')}</g></svg>`,
    ),
  ).png()
}

describe('files that hold no picture', () => {
  it('are results with a reason, never exceptions', async () => {
    const jpeg = await scene().jpeg().toBuffer()
    const png = await scene().png().toBuffer()
    expect(await reasonFor('empty.jpg', '')).toContain('empty')
    expect(await reasonFor('text.jpg', 'To whom it may concern')).toContain('not in a known image format')
    expect(await reasonFor('cut.jpg', jpeg.subarray(0, jpeg.length * 0.4))).toContain('damaged')
    expect(await reasonFor('end.jpg', jpeg.subarray(0, jpeg.length * 0.97))).toContain('damaged')
    expect(await reasonFor('cut.png', png.subarray(0, png.length * 0.6))).toContain('damaged')
  })

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a web page', '<!DOCTYPE html><html>'],
    ['PDF', '%PDF-1.7'],
  ])('are not measured where they hold %s, which is no damage', async (format, content) => {
    const file = join(dir, 'other.jpg')
    await writeFile(file, content)
    expect((await measure({ file })).measured).toEqual({
      unreadable: `Not measured: the file holds ${format}, which is not read. Save it as JPEG or PNG.`,
      unproven: true,
    })
  })

  it('are not measured beyond the size that is read, which is no damage', async () => {
    const file = join(dir, 'vast.jpg')
    await writeFile(file, '')
    await truncate(file, MOST_IMAGE_BYTES + 1)
    expect((await measure({ file })).measured).toMatchObject({
      unreadable: expect.stringMatching(/^Not measured: vast\.jpg is larger than 256 MiB/),
      unproven: true,
    })
    await rm(file)
  })

  it('are refused by their header when they would unfold to more than is read, which is no damage', async () => {
    const bomb = hugePng(20_000, 20_000)
    expect(await reasonFor('bomb.png', bomb)).toBe(
      'Not measured: the image is too large: 20000 × 20000 px, over the limit of 300 megapixels.',
    )
  })

  it('are told from files that cannot be read, which is no opinion on the image', async () => {
    await expect(measure({ file: join(dir, 'gone.jpg') })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const overThreads = createLocalEvaluator({
      modelFile: STYLE_MODEL,
      judge: async () => new Map(),
      judgeMany: async () => [],
      measureMany: async () => [],
      digests: async () => [],
      inspect: async () => null,
      measure: () => Promise.reject(new Error('x.jpg could not be read (EIO).')),
    })
    await expect(overThreads.measure('x.jpg')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const bug = createLocalEvaluator({
      modelFile: STYLE_MODEL,
      judge: async () => new Map(),
      judgeMany: async () => [],
      measureMany: async () => [],
      digests: async () => [],
      inspect: async () => null,
      measure: () => Promise.reject(new TypeError('undefined is not a function')),
    })
    await expect(bug.measure('x.jpg')).rejects.toBeInstanceOf(TypeError)
  })

  it('that are hashed side by side wake a thread once, and each is answered for itself', async () => {
    const asked: (readonly string[])[] = []
    const evaluator = createLocalEvaluator({
      modelFile: STYLE_MODEL,
      judge: async () => new Map(),
      judgeMany: async () => [],
      measureMany: async () => [],
      async digests({ files }) {
        asked.push(files)
        return files.map((file) => (file === 'gone' ? null : `hash of ${file}`))
      },
      inspect: async () => null,
      measure: () => Promise.reject(new Error('must not run')),
    })
    const answers = await Promise.all([['a'], ['b', 'gone'], [], ['c']].map((files) => evaluator.digests(files)))
    expect(answers).toEqual([['hash of a'], ['hash of b', null], [], ['hash of c']])
    expect(asked).toEqual([['a'], ['b', 'gone', 'c']])
  })

  it('are not looked at after an abort', async () => {
    const evaluator = createLocalEvaluator({
      modelFile: STYLE_MODEL,
      judge: async () => new Map(),
      judgeMany: async () => [],
      measureMany: async () => [],
      digests: async () => [],
      inspect: async () => null,
      measure: () => Promise.reject(new Error('must not run')),
    })
    await expect(evaluator.measure('x.jpg', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  })
})

describe('measures', () => {
  const compare = (a: Measures, b: Measures) => likeness(fingerprint(a), fingerprint(b))

  it('read every format, with the hash of the bytes and the size after orientation', async () => {
    const turned = await measuresOf(scene().jpeg().withMetadata({ orientation: 6 }), 'turned.jpg')
    expect(turned).toMatchObject({ width: 400, height: 600, format: 'jpeg' })
    for (const format of ['png', 'webp', 'avif', 'gif', 'tiff'] as const)
      expect(await measuresOf(scene()[format](), `x.${format}`)).toMatchObject({ width: 600, height: 400, format })
    const { sha256, bytes } = await measure({ file: await save('text', 'abc') })
    expect([sha256, bytes]).toEqual(['ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 3])
  })

  it('know copies, mirrored too, from other pictures', async () => {
    const original = await measuresOf(scene().png(), 'a.png')
    const small = await measuresOf(
      sharp(await scene().png().toBuffer())
        .resize(240)
        .jpeg({ quality: 60 }),
      'b.jpg',
    )
    const flipped = await measuresOf(
      sharp(await scene().png().toBuffer())
        .flop()
        .jpeg(),
      'c.jpg',
    )
    expect(compare(original, small)).toEqual({ kind: 'copy', mirrored: false })
    expect(compare(original, flipped)).toEqual({ kind: 'copy', mirrored: true })
    expect(compare(original, await measuresOf(lines('#000', '#fff'), 'd.png'))).toBeNull()
  })

  it('fall in sharpness with blur, in brightness with darkness, and see exact symmetry', async () => {
    const png = await scene().png().toBuffer()
    const [sharpOne, soft, dark] = await Promise.all([
      measuresOf(sharp(png), 's.png'),
      measuresOf(sharp(png).blur(6), 'soft.png'),
      measuresOf(sharp(png).linear(0.1, 0), 'dark.png'),
    ])
    expect(soft.sharpness).toBeLessThan(sharpOne.sharpness / 20)
    expect(dark.brightness.p99).toBeLessThan(0.2)
    expect(sharpOne.symmetry).toBeLessThan(0.9)
    const half = await sharp(png).extract({ left: 0, top: 0, width: 300, height: 400 }).png().toBuffer()
    const both = sharp({ create: { width: 600, height: 400, channels: 3, background: '#000' } }).composite([
      { input: half, left: 0, top: 0 },
      { input: await sharp(half).flop().toBuffer(), left: 300, top: 0 },
    ])
    expect((await measuresOf(both.jpeg(), 'both.jpg')).symmetry).toBeGreaterThan(0.998)
  })

  it('do not take what shines through a sprite for darkness', async () => {
    const sprite = sharp({ create: { width: 300, height: 300, channels: 4, background: '#0000' } }).composite([
      { input: await scene(200, 200).png().toBuffer(), left: 50, top: 50 },
    ])
    const alone = await measuresOf(scene(200, 200).png(), 'alone.png')
    expect((await measuresOf(sprite.png(), 'sprite.png')).brightness.p50).toBeCloseTo(alone.brightness.p50, 1)
  })

  it('call ink on tinted paper and sepia monochrome, and colour colour', async () => {
    const sepia = sharp(await scene().greyscale().toColourspace('b-w').png().toBuffer())
      .toColourspace('srgb')
      .tint('#704214')
    expect((await measuresOf(scene().png(), 'colour.png')).monochrome).toBe(false)
    expect((await measuresOf(scene().greyscale().jpeg(), 'grey.jpg')).monochrome).toBe(true)
    expect((await measuresOf(sepia.jpeg(), 'sepia.jpg')).monochrome).toBe(true)
    expect((await measuresOf(lines('#332211', '#e8d9b0'), 'paper.png')).monochrome).toBe(true)
  })

  it('take line art for drawn, whatever its paper', async () => {
    for (const [i, paper] of ['#ffffff', '#e8d9b0', 'none'].entries())
      expect((await measuresOf(lines('#111111', paper), `lines${i}.png`)).drawn).toBeGreaterThan(0.75)
  })

  it('come out for images of any size', async () => {
    for (const [width, height] of [
      [1, 1],
      [3, 40],
      [2000, 5],
    ] as const) {
      const measures = await measuresOf(scene(width, height).png(), `${width}.png`)
      expect(measures).toMatchObject({ width, height })
      expect(Number.isFinite(measures.sharpness + measures.drawn + measures.symmetry)).toBe(true)
    }
  })
})

const actors = join(import.meta.dirname, '../../../../shared/data/actors')
const present = existsSync(actors)
if (!present) console.log(`Not tested with real images: there is no ${actors}`)

describe.runIf(present)('real files', () => {
  it('damaged on purpose are unreadable', async () => {
    for (const file of ['barack_obama/training_data/barack_obama_14.jpg', 'dorothy_oz/training_data/dorothy_oz_20.jpg'])
      expect(isDamaged((await measure({ file: join(actors, file) })).measured)).toBe(true)
  })
})
