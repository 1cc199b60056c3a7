import { access, cp, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { TRAINERS } from '../../../src/main/domain/training/trainer.ts'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { lookAt } from '../../../src/main/training/check/look-at.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { prepare } from '../../../src/main/training/image/prepare.ts'
import { temporaryFolder } from '../../support/library.ts'
import { exportTo, picture, settingsFor, sourcesIn } from '../../support/training-set.ts'

/** Returns every file of a folder with its bytes. */
async function contentOf(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const pairs = files.map(async (file) => [relative(dir, file), (await readFile(file)).toString('base64')] as const)
  return Object.fromEntries(await Promise.all(pairs))
}
const there = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

test.each(TRAINERS)('the same set for %s gives the same bytes', async (trainer) => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const dir = join(folder.path, 'out')
  await exportTo(dir, trainer, sources)
  const first = await contentOf(dir)
  expect(Object.keys(first)).toEqual(expect.arrayContaining(['README.md', 'evencast.lock.json']))
  await exportTo(dir, trainer, sources)
  expect(await contentOf(dir)).toEqual(first)
  await rm(dir, { recursive: true })
  await exportTo(dir, trainer, sources)
  expect(await contentOf(dir)).toEqual(first)
})

test('repeats restore the mix, and say so', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'), { photorealistic: 4, bw_stylized: 4, color_stylized: 3 })
  const { lock } = await exportTo(join(folder.path, 'out'), 'kohya', sources)
  expect(lock.subsets.map(({ repeats }) => repeats)).toEqual([3, 1, 1])
  expect(lock.subsets.map(({ exposure }) => exposure)).toEqual([0.632, 0.211, 0.158])
  const readme = await readFile(join(folder.path, 'out/README.md'), 'utf8')
  expect(readme).toContain('| photorealistic | 4 | 3 | 63 % |')
  expect(readme).toContain('accelerate launch flux_train_network.py')
})

test.each([
  ['kohya', ['--clip_l CLIP_L.safetensors --t5xxl T5XXL.safetensors --ae AE.safetensors']],
  [
    'musubi',
    ['qwen_image_cache_latents.py', ' && python src/musubi_tuner/qwen_image_cache_text_encoder_outputs.py', ' --sdpa '],
  ],
] as const)('the command for %s names every file that its script does not start without', async (trainer, parts) => {
  await using folder = await temporaryFolder()
  await exportTo(join(folder.path, 'out'), trainer, await sourcesIn(join(folder.path, 'source')))
  const command = (await readFile(join(folder.path, 'out/README.md'), 'utf8')).match(/^ {4}(.*)$/m)?.[1]
  for (const part of parts) expect(command).toContain(part)
})

// By default mgds trains at the preset's resolution and SimpleTuner crops at random, so both must be set.
test('the resolution and the cut are those that were shown', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'), { photorealistic: 2 })
  await exportTo(join(folder.path, 'one'), 'onetrainer', sources)
  expect(JSON.parse(await readFile(join(folder.path, 'one/concepts.json'), 'utf8'))[0].image).toMatchObject({
    enable_crop_jitter: false,
    enable_resolution_override: true,
    resolution_override: '1024',
  })
  await exportTo(join(folder.path, 'simple'), 'simpletuner', sources)
  expect(JSON.parse(await readFile(join(folder.path, 'simple/multidatabackend.json'), 'utf8'))[0]).toMatchObject({
    crop: false,
    crop_style: 'center',
    resolution_type: 'pixel_area',
  })
})

test('nothing is written over a folder that is not an export of the same set for the same trainer', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const dir = join(folder.path, 'out')
  await mkdir(dir)
  await writeFile(join(dir, 'thesis.txt'), 'years of work')
  await expect(exportTo(dir, 'kohya', sources)).rejects.toThrow(
    /is not empty, and what is in it is no export of Evencast/,
  )
  expect(await readdir(dir)).toEqual(['thesis.txt'])
  await rm(dir, { recursive: true })
  await exportTo(dir, 'kohya', sources)
  await expect(exportTo(dir, 'musubi', sources)).rejects.toThrow(/holds anna for kohya/)
  await writeFile(join(dir, 'dataset.toml'), 'mine')
  await expect(exportTo(dir, 'kohya', sources)).rejects.toThrow(/dataset\.toml was changed since it was exported/)
  expect(await readFile(join(dir, 'dataset.toml'), 'utf8')).toBe('mine')
})

test('a file of somebody else in an export stays, and is never written over', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const dir = join(folder.path, 'out')
  await exportTo(dir, 'musubi', sources.slice(0, 6))
  await writeFile(join(dir, 'anna_photorealistic', 'notes.txt'), 'mine')
  await exportTo(dir, 'musubi', sources.slice(0, 5))
  expect(await readdir(join(dir, 'anna_photorealistic'))).toContain('notes.txt')
  expect(await there(join(dir, 'anna_photorealistic/0006.jpg'))).toBe(false)
  await writeFile(join(dir, 'anna_photorealistic', '0006.jpg'), 'mine')
  await expect(exportTo(dir, 'musubi', sources.slice(0, 6))).rejects.toThrow(/0006\.jpg is there already/)
})

test('one that is cut short goes on where it stopped', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const dir = join(folder.path, 'out')
  const cancel = new AbortController()
  const attempt = exportTo(dir, 'kohya', sources, {
    signal: cancel.signal,
    onImage: (done) => {
      if (done === 8) cancel.abort()
    },
  })
  await expect(attempt).rejects.toThrow(/abort/i)
  let prepared = 0
  await exportTo(dir, 'kohya', sources, {
    prepare: (job) => {
      prepared += 1
      return prepare(job)
    },
  })
  expect(prepared).toBe(2)
  expect(await readdir(dir)).not.toContain('.evencast-partial')
  await cp(dir, join(folder.path, 'resumed'), { recursive: true })
  await rm(dir, { recursive: true })
  await exportTo(dir, 'kohya', sources)
  expect(await contentOf(join(folder.path, 'resumed'))).toEqual(await contentOf(dir))
})

test('a set without an image that can be trained on leaves nothing behind', async () => {
  await using folder = await temporaryFolder()
  const [source] = await sourcesIn(join(folder.path, 'source'), { photorealistic: 1 })
  if (!source) throw new Error('There is no image.')
  await writeFile(source.file, 'no picture')
  for (const images of [[], [source]])
    await expect(exportTo(join(folder.path, 'out'), 'kohya', images)).rejects.toThrow(
      'has no image that can be trained on',
    )
  expect(await readdir(folder.path)).toEqual(['source'])

  // An export that was stopped before its first file.
  const stopped = AbortSignal.abort()
  await expect(exportTo(join(folder.path, 'out'), 'kohya', [source], { signal: stopped })).rejects.toThrow(/abort/i)
  await expect(exportTo(join(folder.path, 'out'), 'kohya', [source])).rejects.toThrow('has no image')
  expect(await readdir(folder.path)).toEqual(['source'])
})

test('an image that cannot be trained on is refused by name, the others are exported', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  await writeFile(sources[1]?.file ?? '', await sharp(sources[0]?.file).resize(110, 62).jpeg().toBuffer())
  await writeFile(sources[2]?.file ?? '', (await readFile(sources[2]?.file ?? '')).subarray(0, -60))
  const { refused, lock } = await exportTo(join(folder.path, 'out'), 'kohya', sources)
  expect(refused).toEqual([
    { filename: 'anna_2.jpg', why: expect.stringContaining('is 110 × 62 px: a side below 64 px') },
    { filename: 'anna_3.jpg', why: expect.stringContaining('is damaged') },
  ])
  expect(lock.images.map(({ source }) => source.filename)).not.toContain('anna_2.jpg')
  expect(lock.images).toHaveLength(8)
})

test('unchanged images can share their bytes with the library', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const [first] = sources
  const linked = await link(first?.file ?? '', join(folder.path, 'try')).then(
    () => true,
    () => false,
  )
  if (!linked) return
  await rm(join(folder.path, 'try'))
  await exportTo(join(folder.path, 'out'), 'musubi', sources, { links: true })
  const [own, shared] = await Promise.all(
    [first?.file ?? '', join(folder.path, 'out/anna_photorealistic/0001.jpg')].map((file) => stat(file)),
  )
  expect(shared?.ino).toBe(own?.ino)
})

test.each([
  ['kohya', ['dataset.toml', 'alpha_mask = true']],
  ['ai-toolkit', ['config.yaml', 'mask_path: ']],
  ['diffusion-pipe', ['dataset.toml', 'mask_path = ']],
] as const)('masks go where %s looks for them', async (trainer, [file, says]) => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'), { photorealistic: 2 })
  const maskFile = join(folder.path, 'mask.png')
  await sharp({ create: { width: 20, height: 18, channels: 3, background: '#fff' } })
    .png()
    .toFile(maskFile)
  const dir = join(folder.path, 'out')
  const masked = sources.map((source) => ({ ...source, maskFile }))
  await exportTo(dir, trainer, masked, { settings: settingsFor(trainer, { masks: true }) })
  expect(await readFile(join(dir, file), 'utf8')).toContain(says)
  if (trainer === 'kohya') {
    const { channels } = await sharp(join(dir, '1_anna_photorealistic/0001.png')).metadata()
    expect(channels).toBe(4)
  } else expect(await readdir(join(dir, 'masks/anna_photorealistic'))).toEqual(['0001.png', '0002.png'])
})

test('OneTrainer and fal find masks by their names', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'), { photorealistic: 1 })
  const maskFile = join(folder.path, 'mask.png')
  await sharp({ create: { width: 20, height: 18, channels: 3, background: '#fff' } })
    .png()
    .toFile(maskFile)
  const masked = sources.map((source) => ({ ...source, maskFile }))
  const dir = join(folder.path, 'out')
  await exportTo(dir, 'onetrainer', masked, { settings: settingsFor('onetrainer', { masks: true }) })
  expect(await readdir(join(dir, 'anna_photorealistic'))).toEqual(['0001-masklabel.png', '0001.jpg', '0001.txt'])

  const sent = join(folder.path, 'sent')
  await exportTo(sent, 'fal', masked, { settings: settingsFor('fal', { masks: true }) })
  const zip = await openTrainingFolder(join(sent, 'anna.zip'))
  expect(zip.files.map(({ name }) => name)).toEqual(['0001.jpg', '0001_mask.jpg', '0001.txt'])
  const { format, width, height } = await sharp(await zip.read('0001_mask.jpg')).metadata()
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 200, height: 180 })
})

test('fal is told of masks that it does not say it takes', async () => {
  await using folder = await temporaryFolder()
  await sourcesIn(folder.path, { photorealistic: 1 })
  await writeFile(join(folder.path, 'anna_1.txt'), 'ohwx')
  const check = async () => {
    const { findings, images } = await FORMATS.fal.check(await openTrainingFolder(folder.path), {
      trigger: 'ohwx',
      lookAt,
    })
    return { images, masks: findings.filter(({ rule }) => rule === 'mask-name').map(({ file }) => file) }
  }
  await writeFile(join(folder.path, 'anna_1_mask.jpg'), await picture(2))
  expect(await check()).toEqual({ images: 1, masks: [] })
  await rename(join(folder.path, 'anna_1_mask.jpg'), join(folder.path, 'anna_1_mask.png'))
  expect(await check()).toEqual({ images: 1, masks: ['anna_1_mask.png'] })
})
