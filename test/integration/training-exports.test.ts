import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { TrainerName } from '../../src/main/domain/training/trainer.ts'
import { compareExports } from '../../src/main/operations/export/compare-exports.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())
const path = (...parts: string[]) => join(folder.path, ...parts)
const core = await testCore(path('config'))
afterAll(() => core.close())

await writeLibrary(path('library'), { actors: ['anna'], images: 4 })
const box = { kind: 'box', rect: { x: 0.1, y: 0, width: 0.7, height: 1 } } as const

/** Returns every file of an export by path, except what opening it as a library adds. */
async function contentOf(dir: string): Promise<Record<string, string>> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((each) => each.isFile())
  const paths = files.map((each) => join(each.parentPath, each.name).slice(dir.length + 1)).toSorted()
  return Object.fromEntries(
    await Promise.all(paths.map(async (file) => [file, await readFile(join(dir, file), 'base64')] as const)),
  )
}

async function exported(trainer: TrainerName, to: string, label?: string): Promise<void> {
  const library = await core.open(path('library'))
  const [set] = await library.export(['anna'], { trainer, to, label })
  expect(set?.problem).toBeNull()
}

const OPENED = ['kohya', 'musubi', 'ai-toolkit', 'onetrainer', 'simpletuner', 'diffusion-pipe', 'huggingface'] as const

test.each(OPENED)('what is exported for %s, opened and exported again is the same to the byte', async (trainer) => {
  const library = await core.open(path('library'))
  await library.crops.change('anna', { way: box, filenames: ['anna_2.jpg'], dryRun: false })
  const out = path(trainer, 'out')
  await exported(trainer, out, 'the first')
  const first = await contentOf(out)
  // The configuration contains its folder's path, so the second export must be at the path of the first.
  await rename(out, path(trainer, 'opened'))
  const opened = await core.open(path(trainer, 'opened'))
  const [again] = await opened.export('all', { trainer, to: out })
  expect(again?.problem).toBeNull()
  expect(await contentOf(out)).toEqual(first)
})

test('two exports are compared: images, captions, crops, mix and settings', async () => {
  const library = await core.open(path('library'))
  await library.crops.change('anna', { way: { kind: 'clear' }, filenames: null, dryRun: false })
  const [first] = await library.export(['anna'], { trainer: 'kohya', to: path('before') })
  expect(first?.problem).toBeNull()
  await library.captions.change(['anna'], {
    change: { kind: 'set', text: 'ohwx person in the rain' },
    filenames: new Set(['anna_1.jpg']),
    only: 'all',
    form: 'prose',
    dryRun: false,
  })
  await library.crops.change('anna', { way: box, filenames: ['anna_3.jpg'], dryRun: false })
  const images = path('library/actors/anna/training_data')
  await cp(path('library/actors/anna/base_image/anna_base.png'), join(images, 'anna_5.png'))
  const again = await core.open(path('library'))
  const [set] = await again.export(['anna'], {
    trainer: 'kohya',
    to: path('after'),
    label: 'with rain',
    resolution: 768,
  })
  expect(set?.problem).toBeNull()
  const { before, after, changes } = await compareExports(path('before'), path('after/evencast.lock.json'))
  expect([before.name, after.name]).toEqual(['before', 'with rain'])
  expect(changes).toMatchObject({
    added: ['anna_5.png'],
    removed: [],
    replaced: [],
    captions: [{ filename: 'anna_1.jpg', after: 'ohwx person in the rain' }],
    crops: [{ filename: 'anna_3.jpg', before: null, after: { x: 0.1, width: 0.7 } }],
    styles: [],
    settings: [{ key: 'resolution', before: 1024, after: 768 }],
    same: 2,
  })
  expect(changes.mix.find(({ style }) => style === 'photorealistic')?.before).toMatchObject({ images: 4 })
  await mkdir(path('empty'))
  await writeFile(path('empty/x.jpg'), '')
  await expect(compareExports(path('before'), path('empty'))).rejects.toThrow(/empty is no export of Evencast/)
})

test('a trainer’s buckets are told before anything is written', async () => {
  const library = await core.open(path('library'))
  const { images, known } = await library.buckets('anna', { trainer: 'kohya', batchSize: 2 })
  expect(known).toBe(true)
  expect(images.find(({ image }) => image.filename === 'anna_3.jpg')?.size.width).toBeLessThan(
    images.find(({ image }) => image.filename === 'anna_2.jpg')?.size.width ?? 0,
  )
  expect(images.find(({ image }) => image.filename === 'anna_3.jpg')?.advice).toContain('alone')
  for (const { size } of images) expect(Object.keys(size).toSorted()).toEqual(['height', 'width'])
  expect((await library.buckets('anna', { trainer: 'fal' })).known).toBe(false)
  await expect(library.buckets('anna', { trainer: 'kohya', baseModel: 'wan' })).rejects.toThrow(
    'Exports for kohya sd-scripts are made to train flux, sdxl, sd15, not wan. Choose one of these, or another trainer.',
  )
})

test('nothing is exported to where it would be an actor', async () => {
  const library = await core.open(path('library'))
  const to = path('library', 'actors', 'out')
  await expect(library.export(['anna'], { trainer: 'kohya', to })).rejects.toThrow(/every folder is taken for an actor/)
  expect(await readdir(path('library', 'actors'))).toEqual(['anna'])
})
