import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSafeActorId, parseIndex } from '../../../src/main/domain/naming.ts'
import { writeSample } from '../../../src/main/sample/write-sample.ts'
import { SAMPLE } from '../../../scripts/sample/plan-sample.ts'

const SHIPPED = join(import.meta.dirname, '../../../resources/sample')

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-sample-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('the sample library', () => {
  const data = (actor: string, name: string): string => join(root, 'new', 'actors', actor, 'training_data', name)
  let images: number

  beforeAll(async () => {
    images = await writeSample(SHIPPED, join(root, 'new'))
  })

  it('lies on disk as a library does, and nothing else is left', async () => {
    expect(await readdir(join(root, 'new'))).toEqual(['actors'])
    const actors = (await readdir(join(root, 'new', 'actors'))).sort()
    expect(actors).toEqual(SAMPLE.map((actor) => actor.id).sort())
    let found = 0
    for (const actor of SAMPLE) {
      expect(isSafeActorId(actor.id)).toBe(true)
      const base = join(root, 'new', 'actors', actor.id, 'base_image', `${actor.id}_base.jpg`)
      expect(Math.min(...Object.values(await sizeOf(base)))).toBeGreaterThanOrEqual(768)
      const names = (await readdir(data(actor.id, ''))).filter((name) => name !== 'manifest.json')
      const numbers = names.map((name) => parseIndex(name, actor.id)).sort((a, b) => a! - b!)
      expect(numbers).toEqual(actor.images.map((_, i) => i + 1))
      found += names.length
    }
    expect(images).toBe(found)
  })

  it('is at most 8 MB', async () => {
    const entries = await readdir(SHIPPED, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const sizes = await Promise.all(
      files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(8_000_000)
  })

  it('holds the defects it promises', async () => {
    const { id, images: recipes } = SAMPLE.find((actor) => actor.figure === 'explorer')!
    const file = (defect: string): string =>
      data(id, `${id}_${recipes.findIndex((recipe) => recipe.kind === 'defect' && recipe.defect === defect) + 1}.jpg`)
    expect((await stat(file('empty'))).size).toBe(0)
    await expect(sharp(file('truncated'), { failOn: 'truncated' }).stats()).rejects.toThrow()
    expect(await readFile(file('copy'))).toEqual(await readFile(data(id, `${id}_2.jpg`)))
    expect((await sizeOf(file('tiny'))).width).toBeLessThanOrEqual(110)
    const { channels } = await sharp(file('dark')).stats()
    expect(Math.max(...channels.map((channel) => channel.mean))).toBeLessThan(20)
  })

  it('brings manifests that call its photographs so, with one label by a person and keys that are not ours', async () => {
    for (const { id, images: recipes, labelled } of SAMPLE) {
      const manifest: unknown = JSON.parse(await readFile(data(id, 'manifest.json'), 'utf8'))
      expect(manifest).toMatchObject({ version: 1, actor_id: id })
      const photographs = recipes.flatMap(({ kind }, i) => (kind === 'photograph' ? [`${id}_${i + 1}.jpg`] : []))
      expect(manifest).toHaveProperty(
        'images',
        photographs.map((filename) =>
          filename === `${id}_${labelled}.jpg`
            ? { filename, type: 'photorealistic', classified_by: 'human', caption: expect.any(String) }
            : { filename, type: 'photorealistic' },
        ),
      )
      if (labelled !== undefined) expect(manifest).toMatchObject({ trigger_word: 'juniperrose' })
    }
    const { channels } = await sharp(data('0002_irish_20_female', '0002_irish_20_female_10.jpg')).stats()
    expect(Math.abs(channels[0]!.mean - channels[2]!.mean)).toBeLessThan(1)
  })
})

describe('writing it', () => {
  it('refuses a folder that holds something, and leaves it alone', async () => {
    const folder = join(root, 'full')
    await mkdir(folder)
    await writeFile(join(folder, 'mine.txt'), 'mine')
    await expect(writeSample(SHIPPED, folder)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('is not empty'),
    })
    expect(await readdir(folder)).toEqual(['mine.txt'])
    await expect(writeSample(SHIPPED, join(folder, 'mine.txt'))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('leaves nothing behind when it fails, and clears what a crash left', async () => {
    const folder = join(root, 'failed')
    await mkdir(join(folder, '.evencast-sample', 'actors'), { recursive: true })
    await expect(writeSample(join(root, 'nowhere'), folder)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readdir(folder)).toEqual([])
  })
})

async function sizeOf(file: string): Promise<{ readonly width: number; readonly height: number }> {
  const { width, height } = await sharp(file).metadata()
  return { width, height }
}
