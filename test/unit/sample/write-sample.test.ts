import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSafeActorId, parseIndex } from '../../../src/main/domain/naming.ts'
import { SAMPLE } from '../../../src/main/sample/plan-sample.ts'
import { renderFigure } from '../../../src/main/sample/render-figure.ts'
import { type SampleProgress, writeSample, type WriteSampleOptions } from '../../../src/main/sample/write-sample.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-sample-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Stands in for the local generator: an outline drawing of the photograph it is given. */
const render: WriteSampleOptions['render'] = async ({ source }) => ({
  bytes: new Uint8Array(await sharp(source).greyscale().negate().jpeg().toBuffer()),
})

const options = (folder: string, over: Partial<WriteSampleOptions> = {}): WriteSampleOptions => ({
  folder,
  run: (_name, job) => renderFigure(job),
  render,
  scale: 0.06,
  ...over,
})

describe('the sample library', () => {
  const progress: SampleProgress[] = []
  const data = (actor: string, name: string): string => join(root, 'new', 'actors', actor, 'training_data', name)
  let result: { actors: number; images: number }

  beforeAll(async () => {
    result = await writeSample(options(join(root, 'new'), { onProgress: (step) => progress.push(step) }))
  }, 60_000)

  it('lies on disk as a library does, and nothing else is left', async () => {
    expect(await readdir(join(root, 'new'))).toEqual(['actors'])
    const actors = (await readdir(join(root, 'new', 'actors'))).sort()
    expect(actors).toEqual(SAMPLE.map((actor) => actor.id).sort())
    let images = 0
    for (const actor of SAMPLE) {
      expect(isSafeActorId(actor.id)).toBe(true)
      const base = join(root, 'new', 'actors', actor.id, 'base_image', `${actor.id}_base.png`)
      expect((await sharp(base).metadata()).format).toBe('png')
      const names = (await readdir(data(actor.id, ''))).filter((name) => name !== 'manifest.json')
      const numbers = names.map((name) => parseIndex(name, actor.id)).sort((a, b) => a! - b!)
      expect(numbers).toEqual(actor.images.map((_, i) => i + 1))
      images += names.length
    }
    expect(result).toEqual({ actors: 4, images })
  })

  it('reports every picture once', () => {
    expect(progress.map(({ done }) => done)).toEqual(progress.map((_, i) => i + 1))
    expect(progress.at(-1)).toEqual({ done: result.images + 4, total: result.images + 4 })
  })

  it('holds the defects it promises', async () => {
    const { id, images } = SAMPLE.find((actor) => actor.figure === 'explorer')!
    const file = (defect: string): string =>
      data(id, `${id}_${images.findIndex((recipe) => recipe.kind === 'defect' && recipe.defect === defect) + 1}.jpg`)
    expect((await stat(file('empty'))).size).toBe(0)
    await expect(sharp(file('truncated'), { failOn: 'truncated' }).stats()).rejects.toThrow()
    expect(await readFile(file('copy'))).toEqual(await readFile(data(id, `${id}_2.jpg`)))
    expect((await sharp(file('tiny')).metadata()).width).toBeLessThanOrEqual(110)
    const { channels } = await sharp(file('dark')).stats()
    expect(Math.max(...channels.map((channel) => channel.mean))).toBeLessThan(20)
  })

  it('brings one manifest with a label by a person and keys that are not ours', async () => {
    const found = await Promise.all(
      SAMPLE.map(({ id }) =>
        readFile(data(id, 'manifest.json'), 'utf8').then(
          (text): unknown => JSON.parse(text),
          () => null,
        ),
      ),
    )
    expect(found.filter((manifest) => manifest !== null)).toEqual([
      expect.objectContaining({
        version: 1,
        actor_id: '0002_irish_20_female',
        trigger_word: 'juniperrose',
        images: [
          expect.objectContaining({
            filename: '0002_irish_20_female_10.jpg',
            type: 'photorealistic',
            classified_by: 'human',
            caption: expect.any(String),
          }),
        ],
      }),
    ])
    const { channels } = await sharp(data('0002_irish_20_female', '0002_irish_20_female_10.jpg')).stats()
    expect(Math.abs(channels[0]!.mean - channels[2]!.mean)).toBeLessThan(1)
  })

  it('refuses a folder that holds something, and leaves it alone', async () => {
    const folder = join(root, 'full')
    await mkdir(folder)
    await writeFile(join(folder, 'mine.txt'), 'mine')
    await expect(writeSample(options(folder))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('is not empty'),
    })
    expect(await readdir(folder)).toEqual(['mine.txt'])
    await expect(writeSample(options(join(folder, 'mine.txt')))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('leaves nothing behind when it is cancelled or fails, and clears what a crash left', async () => {
    const folder = join(root, 'cancelled')
    await mkdir(join(folder, '.evencast-sample', 'actors'), { recursive: true })
    const controller = new AbortController()
    const onProgress = (): void => controller.abort()
    await expect(writeSample(options(folder, { onProgress, signal: controller.signal }))).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(await readdir(folder)).toEqual([])
    const run = (): Promise<never> => Promise.reject(new Error('worker died'))
    await expect(writeSample(options(folder, { run }))).rejects.toThrow('worker died')
    expect(await readdir(folder)).toEqual([])
  })
})
