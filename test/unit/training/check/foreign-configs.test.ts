import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { TrainerName } from '../../../../src/main/domain/training/trainer.ts'
import type { CheckOptions } from '../../../../src/main/training/check/check.ts'
import { openTrainingFolder } from '../../../../src/main/training/check/folder.ts'
import { lookAt } from '../../../../src/main/training/check/look-at.ts'
import { FORMATS } from '../../../../src/main/training/formats/index.ts'
import { bmp } from '../../../support/foreign-pictures.ts'
import { temporaryFolder } from '../../../support/library.ts'
import { exportTo, picture, sourcesIn } from '../../../support/training-set.ts'

/** Configurations as people write them: some that the trainer rejects or silently ignores, and some that look odd but work. */
const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())

let count = 0
async function exported(trainer: TrainerName, photorealistic = 3): Promise<string> {
  const dir = join(folder.path, `${trainer}-${(count += 1)}`)
  await exportTo(dir, trainer, await sourcesIn(join(dir, '..', `source-${count}`), { photorealistic }))
  return dir
}

async function check(dir: string, trainer: TrainerName, options: Partial<CheckOptions> = {}) {
  const checked = await FORMATS[trainer].check(await openTrainingFolder(dir), { trigger: 'ohwx', lookAt, ...options })
  const said = (severity: string) =>
    checked.findings
      .filter((finding) => finding.severity === severity)
      .map(({ rule, file, detail }) => `${rule} ${file ?? ''} ${detail}`)
  return { ...checked, errors: said('error'), warnings: said('warning') }
}

async function edit(file: string, ...changes: readonly (readonly [RegExp | string, string])[]): Promise<void> {
  let text = await readFile(file, 'utf8')
  for (const [from, to] of changes) {
    expect(text).toMatch(from)
    text = text.replace(from, to)
  }
  await writeFile(file, text)
}

test('sd-scripts holds buckets against the resolution with bucket_no_upscale as well, once they are rounded to its steps', async () => {
  const dir = await exported('kohya')
  const file = join(dir, 'dataset.toml')
  await edit(file, ['max_bucket_reso = 2048', 'max_bucket_reso = 960'])
  expect((await check(dir, 'kohya')).errors.join()).toMatch(/config-buckets .*max_bucket_reso 960 is below/)
  await edit(file, ['max_bucket_reso = 960', 'max_bucket_reso = 1000'])
  expect((await check(dir, 'kohya')).errors).toEqual([])
  await edit(file, ['min_bucket_reso = 256', 'min_bucket_reso = 1080'])
  expect((await check(dir, 'kohya')).errors).toEqual([])
  await edit(file, ['bucket_reso_steps = 64', 'bucket_reso_steps = 32'])
  expect((await check(dir, 'kohya')).errors.join()).toMatch(/config-buckets .*min_bucket_reso 1\d+ is above/)
})

test('sd-scripts stops at steps that its script does not take', async () => {
  const dir = await exported('kohya')
  await edit(join(dir, 'dataset.toml'), ['bucket_reso_steps = 64', 'bucket_reso_steps = 32'])
  expect((await check(dir, 'kohya')).errors).toEqual([])
  expect((await check(dir, 'kohya', { baseModel: 'sd15' })).errors.join()).toMatch(/bucket_reso_steps 32 .*of 64/)
  await edit(join(dir, 'dataset.toml'), ['bucket_reso_steps = 32', 'bucket_reso_steps = 8'])
  expect((await check(dir, 'kohya')).errors.join()).toMatch(/bucket_reso_steps 8 is no multiple of 16/)
  // `anima_train_network.py` accepts 16, and the configuration does not name the script.
  await edit(join(dir, 'dataset.toml'), ['bucket_reso_steps = 8', 'bucket_reso_steps = 16'])
  const unsaid = await check(dir, 'kohya')
  expect(unsaid.errors).toEqual([])
  expect(unsaid.warnings.join()).toMatch(/bucket_reso_steps 16 is taken by few scripts/)
  const said = await check(dir, 'kohya', { baseModel: 'flux' })
  expect(said.errors.join()).toMatch(/bucket_reso_steps 16 is no multiple of 32/)
  expect(said.warnings.join()).not.toMatch(/few scripts/)
})

test('diffusion-pipe asks for what stands at the top even where a directory has its own', async () => {
  const dir = await exported('diffusion-pipe')
  const file = join(dir, 'dataset.toml')
  await edit(file, ['resolutions = [1024]\n', ''], ['num_repeats', 'resolutions = [1024]\nnum_repeats'])
  expect((await check(dir, 'diffusion-pipe')).errors.join()).toMatch(/config-resolution .*at the top/)
  await edit(file, [/^/, 'resolutions = [512]\n'], ['resolutions = [1024]', 'resolutions = [512, 640, 768, 1024]'])
  expect((await check(dir, 'diffusion-pipe')).errors.join()).toMatch(
    /config-resolution .*\[\[directory\]\] 1 lists more/,
  )
  await edit(file, ['[512, 640, 768, 1024]', '[1024]'], ['enable_ar_bucket = true\nmin_ar = 0.5\n', ''])
  expect((await check(dir, 'diffusion-pipe')).errors).toEqual([])
  await edit(file, ['num_repeats', 'enable_ar_bucket = true\nnum_repeats'])
  expect((await check(dir, 'diffusion-pipe')).errors.join()).toMatch(/config-buckets .*has no min_ar at the top/)
})

test('diffusion-pipe cuts to the ratios or sizes that are listed', async () => {
  const dir = await exported('diffusion-pipe')
  const file = join(dir, 'dataset.toml')
  await writeFile(join(dir, 'anna_photorealistic/0001.jpg'), await picture(1, 1800, 900))
  await edit(file, [/min_ar[\s\S]*?num_ar_buckets = \d+/, 'ar_buckets = [1.0, [2, 1]]'])
  expect((await check(dir, 'diffusion-pipe')).warnings.join()).not.toMatch(/cut anna_photorealistic\/0001/)
  await edit(file, ['[1.0, [2, 1]]', '[1.0]'])
  expect((await check(dir, 'diffusion-pipe')).warnings.join()).toMatch(/cut anna_photorealistic\/0001/)
  await edit(file, ['ar_buckets = [1.0]', 'size_buckets = [[512, 512, 1], [1408, 704, 1]]'])
  expect((await check(dir, 'diffusion-pipe')).warnings.join()).not.toMatch(/cut anna_photorealistic\/0001/)
})

test('diffusion-pipe mistakes size buckets that do not rise in width by height', async () => {
  const dir = await exported('diffusion-pipe')
  const file = join(dir, 'dataset.toml')
  await writeFile(join(dir, 'anna_photorealistic/0001.jpg'), await picture(1, 1800, 900))
  await edit(file, [/min_ar[\s\S]*?num_ar_buckets = \d+/, 'size_buckets = [[1408, 704, 1], [512, 512, 1]]'])
  const { warnings } = await check(dir, 'diffusion-pipe')
  expect(warnings.join()).toMatch(/config-buckets .*must rise/)
  // The square one is second in the list, as the widest is in the sorted one.
  expect(warnings.join()).toMatch(/cut anna_photorealistic\/0001.*512 × 512/)
  await edit(file, ['[[1408, 704, 1], [512, 512, 1]]', '[[512, 512]]'])
  expect((await check(dir, 'diffusion-pipe')).errors.join()).toMatch(/config-buckets .*\[width, height, 1\]/)
})

test('diffusion-pipe drops what does not fill a batch of its bucket', async () => {
  const dir = await exported('diffusion-pipe', 5)
  const file = join(dir, 'dataset.toml')
  await writeFile(join(dir, 'anna_photorealistic/0001.jpg'), await picture(1, 1800, 900))
  expect(await check(dir, 'diffusion-pipe')).toMatchObject({ trained: 5, errors: [] })
  const by2 = await check(dir, 'diffusion-pipe', { batchSize: 2 })
  expect(by2).toMatchObject({ images: 5, trained: 4 })
  expect(by2.errors.join()).toMatch(
    /^bucket dataset\.toml the bucket 1\d+ × \d+ holds one image, .*less than a batch of 2/,
  )
  const by3 = await check(dir, 'diffusion-pipe', { batchSize: 3 })
  expect(by3.warnings.join()).toMatch(/bucket-rest .*holds 4 images.*1 fill no batch of 3/)
  await edit(file, ['num_repeats = 1', 'num_repeats = 2'])
  expect(await check(dir, 'diffusion-pipe', { batchSize: 2 })).toMatchObject({ trained: 5, errors: [] })
})

test.each(['kohya', 'musubi'] as const)('%s takes its configuration as JSON as well', async (trainer) => {
  const dir = await exported(trainer)
  const { parse } = await import('smol-toml')
  const config = parse(await readFile(join(dir, 'dataset.toml'), 'utf8'))
  await rm(join(dir, 'dataset.toml'))
  const write = (value: object) => writeFile(join(dir, 'set.json'), JSON.stringify(value))
  await write(config)
  expect(await check(dir, trainer)).toMatchObject({ images: 3, trained: 3, errors: [] })
  await write({ ...config, general: { batch_size: 1.5, caption_extension: '.txt', keep_token: 1 } })
  const { errors } = await check(dir, trainer)
  expect(errors.join()).toMatch(/config-type set\.json .*batch_size must be a whole number/)
  expect(errors.join()).toMatch(/config-key set\.json .*keep_token is no key/)
  await writeFile(join(dir, 'set.json'), JSON.stringify(config).slice(0, -1))
  expect((await check(dir, trainer)).errors.join()).toMatch(/config-syntax set\.json is not JSON/)
})

test('ai-toolkit fills an empty caption with the default one', async () => {
  const dir = await exported('ai-toolkit')
  const images = join(dir, 'anna_photorealistic')
  await writeFile(join(images, '0001.txt'), ' \n')
  await aiToolkit(dir, [{ folder_path: images }])
  expect((await check(dir, 'ai-toolkit')).errors.join()).toMatch(/caption-empty/)
  await aiToolkit(dir, [{ folder_path: images, default_caption: 'ohwx woman' }])
  const { errors, warnings } = await check(dir, 'ai-toolkit')
  expect([...errors, ...warnings].join()).not.toMatch(/caption-empty/)
})

test('a file of any kind may make a split of imagefolder', async () => {
  const dir = await exported('huggingface')
  await rename(join(dir, 'train'), join(dir, 'images'))
  await writeFile(join(dir, 'dataset_info.json'), '{}')
  expect((await check(dir, 'huggingface')).errors).toEqual([])
  await writeFile(join(dir, 'images', 'eval_prompts.txt'), 'ohwx')
  expect((await check(dir, 'huggingface')).errors.join()).toMatch(/split images\/eval_prompts\.txt/)
})

const backendsOf = async (dir: string, change: Record<string, unknown>) => {
  const file = join(dir, 'multidatabackend.json')
  const [first, ...others]: Record<string, unknown>[] = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify([{ ...first, ...change }, ...others]))
}

test('SimpleTuner measures the smallest image by its sides for pixel, by its area otherwise', async () => {
  const dir = await exported('simpletuner')
  await writeFile(join(dir, 'anna_photorealistic/0001.jpg'), await picture(1, 2000, 600))
  await backendsOf(dir, { minimum_image_size: 150 })
  expect((await check(dir, 'simpletuner')).trained).toBe(3)
  await backendsOf(dir, { minimum_image_size: 700, resolution_type: 'pixel' })
  expect(await check(dir, 'simpletuner')).toMatchObject({ trained: 0 })
  await backendsOf(dir, { minimum_image_size: 700, resolution_type: 'pixel_area' })
  expect(await check(dir, 'simpletuner')).toMatchObject({ trained: 1 })
  await backendsOf(dir, { crop: true })
  expect(await check(dir, 'simpletuner')).toMatchObject({ trained: 0 })
  await backendsOf(dir, { minimum_image_size: 512, resolution_type: 'area', resolution: 1 })
  expect((await check(dir, 'simpletuner')).errors.join()).toMatch(/config-value .*minimum_image_size .*at most 5/)
})

test.each([
  [
    { resolution_type: 'area', resolution: 1, maximum_image_size: 20, target_downsample_size: 19 },
    /maximum_image_size .*below 20/,
  ],
  [
    { resolution_type: 'area', resolution: 1, maximum_image_size: 19, target_downsample_size: 20 },
    /target_down\w+ .*below 20/,
  ],
  [{ maximum_image_size: 4500, target_downsample_size: 1024 }, /maximum_image_size 4500 px .*below 20 megapixels/],
  [
    { resolution_type: 'pixel', maximum_image_size: 511, target_downsample_size: 512 },
    /maximum_image_size .*512 or more/,
  ],
  [{ resolution_type: 'pixel', maximum_image_size: 512, target_downsample_size: 2 }, /target_down\w+ .*512 or more/],
  [{ resolution: 1.5 }, /pixel_area, resolution must be a whole number/],
  [{ caption_strategy: 'huggingface' }, /needs type huggingface/],
  [{ type: undefined }, /has no type/],
])('SimpleTuner stops at %j', async (change, said) => {
  const dir = await exported('simpletuner')
  await backendsOf(dir, change)
  expect((await check(dir, 'simpletuner')).errors.join()).toMatch(said)
})

test.each([
  {
    resolution_type: 'area',
    resolution: 1,
    minimum_image_size: 0.01,
    maximum_image_size: 19,
    target_downsample_size: 19,
  },
  { maximum_image_size: 4000, target_downsample_size: 1024, vae_cache_disable: true, max_num_samples: 5 },
  { resolution_type: 'pixel', maximum_image_size: 512, target_downsample_size: 512 },
])('SimpleTuner takes %j', async (change) => {
  const dir = await exported('simpletuner')
  await backendsOf(dir, change)
  expect((await check(dir, 'simpletuner')).errors).toEqual([])
})

test('SimpleTuner shares no cache of images, and newer versions refuse what disabled it', async () => {
  const dir = await exported('simpletuner')
  await backendsOf(dir, { cache_dir_vae: `${dir}/cache/text`, disable_vae_cache: true })
  const { errors, warnings } = await check(dir, 'simpletuner')
  expect(errors.join()).toMatch(/config-cache .*cache\/text twice/)
  expect(warnings.join()).toMatch(/vae_cache_disable/)
})

test('SimpleTuner needs as many images in a bucket as a step takes', async () => {
  const dir = await exported('simpletuner')
  expect((await check(dir, 'simpletuner')).errors).toEqual([])
  expect((await check(dir, 'simpletuner', { batchSize: 4 })).errors.join()).toMatch(/bucket .*batch of 4/)
  await backendsOf(dir, { repeats: 1 })
  expect((await check(dir, 'simpletuner', { batchSize: 4 })).errors).toEqual([])
})

test.each(['onetrainer', 'simpletuner'] as const)(
  'what lies beside images is no configuration of %s',
  async (trainer) => {
    const dir = await exported(trainer)
    const images = join(dir, 'anna_photorealistic')
    for (const name of ['0001', '0002', '0003']) await writeFile(join(images, `${name}.json`), '{"score": 1}')
    expect(await check(images, trainer)).toMatchObject({ images: 3, trained: 3, errors: [] })
    const usual = trainer === 'onetrainer' ? 'concepts.json' : 'multidatabackend.json'
    await rename(join(dir, usual), join(dir, 'own.json'))
    await writeFile(join(dir, 'a.json'), '{"score": 1}')
    expect(await check(dir, trainer)).toMatchObject({ images: 3, trained: 3, errors: [] })
  },
)

test.each(['onetrainer', 'simpletuner'] as const)(
  'a list for %s that is no JSON is told of, whatever it is called',
  async (trainer) => {
    const dir = await exported(trainer)
    const usual = trainer === 'onetrainer' ? 'concepts.json' : 'multidatabackend.json'
    const text = await readFile(join(dir, usual), 'utf8')
    await rm(join(dir, usual))
    await writeFile(join(dir, 'my_list.json'), text.replace(/\]\s*$/, ',]'))
    expect((await check(dir, trainer)).errors.join()).toMatch(/^config-syntax my_list\.json is not JSON/)
    await rm(join(dir, 'my_list.json'))
    const images = join(dir, 'anna_photorealistic')
    for (const name of ['0001', '0002.jpg']) await writeFile(join(images, `${name}.json`), '{"score": 1,}')
    expect((await check(images, trainer)).errors).toEqual([])
  },
)

test('ai-toolkit takes a list of images with their captions for a folder', async () => {
  const dir = await exported('ai-toolkit')
  const images = join(dir, 'anna_photorealistic')
  const listed = { [join(images, '0001.jpg')]: { caption: 'ohwx woman' }, [join(images, '0002.jpg')]: { caption: '' } }
  await writeFile(join(dir, 'list.json'), JSON.stringify(listed))
  await edit(join(dir, 'config.yaml'), [/folder_path: .*/, `dataset_path: ${join(dir, 'list.json')}`])
  const { errors, ...counted } = await check(dir, 'ai-toolkit')
  expect(counted).toMatchObject({ images: 2, trained: 2 })
  expect(errors.join()).toMatch(/^caption-empty anna_photorealistic\/0002\.jpg [^,]*$/)
  await writeFile(join(dir, 'list.json'), JSON.stringify({ ...listed, '/gone.jpg': { caption: 'ohwx' } }))
  expect((await check(dir, 'ai-toolkit')).errors.join()).toMatch(/list-file \S+list\.json names \/gone\.jpg/)
})

/** Writes a configuration of ai-toolkit with these datasets for each process. */
async function aiToolkit(dir: string, ...processes: readonly (readonly Record<string, unknown>[])[]): Promise<void> {
  const config = { name: 'anna', process: processes.map((datasets) => ({ type: 'sd_trainer', datasets })) }
  await writeFile(join(dir, 'config.yaml'), JSON.stringify({ job: 'extension', config }))
}

test('ai-toolkit holds a list of captions to what it holds a folder to', async () => {
  const dir = await exported('ai-toolkit')
  const images = join(dir, 'anna_photorealistic')
  const glass = {
    create: { width: 600, height: 600, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
  } as const
  await writeFile(join(images, 'glass.png'), await sharp(glass).png().toBuffer())
  const list = join(dir, 'list.json')
  const checked = async (dataset: Record<string, unknown>, ...captions: readonly unknown[]) => {
    const names = ['glass.png', '0002.jpg']
    await writeFile(
      list,
      JSON.stringify(Object.fromEntries(captions.map((caption, i) => [join(images, names[i] ?? ''), { caption }]))),
    )
    await aiToolkit(dir, [{ dataset_path: list, ...dataset }])
    return check(dir, 'ai-toolkit')
  }
  expect((await checked({}, 'a woman')).errors.join()).toMatch(/^trigger-missing/)
  expect((await checked({ is_reg: true }, 'a woman')).errors).toEqual([])
  expect((await checked({}, 'a [trigger]')).errors.join()).toMatch(/trigger-placeholder/)
  expect((await checked({ trigger_word: 'ohwx' }, 'a [trigger]')).errors).toEqual([])
  expect((await checked({}, undefined)).errors.join()).toMatch(/^caption-missing/)
  expect((await checked({ default_caption: 'ohwx' }, undefined)).errors).toEqual([])
  expect((await checked({ default_caption: 'ohwx' }, 'ohwx', '')).errors.join()).toMatch(/^caption-empty/)
  expect((await checked({}, 'ohwx')).warnings.join()).toMatch(/transparent \S+glass\.png .*drops that/)
  expect((await checked({ alpha_mask: true }, 'ohwx')).warnings.join()).not.toMatch(/transparent/)
})

test('a list may write the way to an image as it likes', async () => {
  const dir = await exported('ai-toolkit')
  const images = join(dir, 'anna_photorealistic')
  const ways = [`${images}//0001.jpg`, `${images}/./0002.jpg`, `${images}/x/../0003.jpg`]
  const listed = Object.fromEntries(ways.map((way) => [way, { caption: 'ohwx woman' }]))
  await writeFile(join(dir, 'list.json'), JSON.stringify(listed))
  await aiToolkit(dir, [{ dataset_path: join(dir, 'list.json') }])
  expect(await check(dir, 'ai-toolkit')).toMatchObject({ images: 3, trained: 3, errors: [] })
})

test('ai-toolkit needs buckets alike in what it loads together', async () => {
  const dir = await exported('ai-toolkit')
  const cut = { folder_path: join(dir, 'anna_photorealistic') }
  const square = { ...cut, buckets: false }
  const said = async () => (await check(dir, 'ai-toolkit')).errors.join()
  await aiToolkit(dir, [cut], [square])
  expect(await said()).toBe('')
  await aiToolkit(dir, [cut, { ...square, is_reg: true }])
  expect(await said()).toBe('')
  await aiToolkit(dir, [cut], [cut, square])
  expect(await said()).toMatch(/^config-buckets config\.yaml process 2 has datasets with buckets and without/)
})

test('ai-toolkit stops at other types, at buckets here and none there, and masks that are not there', async () => {
  const dir = await exported('ai-toolkit')
  await edit(join(dir, 'config.yaml'), [
    /num_repeats/,
    'type: folder\n          mask_path: /gone\n          num_repeats',
  ])
  expect((await check(dir, 'ai-toolkit')).errors.join()).toMatch(/type must be image.*no folder \/gone/)
})

test('musubi-tuner takes a list of images with their captions', async () => {
  const dir = await exported('musubi')
  const images = join(dir, 'anna_photorealistic')
  const rows = ['0001', '0002'].map((name) => ({ image_path: join(images, `${name}.jpg`), caption: 'ohwx woman' }))
  const list = join(dir, 'list.jsonl')
  await writeFile(list, rows.map((row) => JSON.stringify(row)).join('\n'))
  await edit(join(dir, 'dataset.toml'), [/image_directory = .*/, `image_jsonl_file = "${list}"`])
  expect(await check(dir, 'musubi')).toMatchObject({ images: 2, trained: 2, errors: [] })
  await writeFile(list, `${JSON.stringify({ image_path: join(images, '0003.jpg') })}\nnone\n{"caption":"ohwx"}\n`)
  expect((await check(dir, 'musubi')).errors.join('\n')).toMatch(
    /list-row .*line 2 [\s\S]*without image_path[\s\S]*caption-missing anna_photorealistic\/0003\.jpg/,
  )
  await rm(list)
  expect((await check(dir, 'musubi')).errors.join()).toMatch(/there is no file \S+list\.jsonl/)
})

test('what Pillow decodes counts, what it does not is named for what it holds', async () => {
  const dir = join(folder.path, 'bare')
  await mkdir(dir)
  await writeFile(join(dir, '1.bmp'), bmp(70, 70))
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(80)])
  await writeFile(join(dir, '2.jpg'), heic)
  const glass = sharp({
    create: { width: 600, height: 600, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
  })
  await writeFile(join(dir, '3.png'), await glass.png().toBuffer())
  for (const name of ['1', '2', '3']) await writeFile(join(dir, `${name}.txt`), 'ohwx woman')
  const { errors, warnings, ...counted } = await check(dir, 'musubi')
  expect(counted).toMatchObject({ images: 3, trained: 2 })
  expect(errors).toEqual([expect.stringMatching(/^undecodable 2\.jpg holds HEIC, whatever its name says/)])
  expect(warnings.join()).toMatch(/transparent 3\.png .*drops that/)
  expect((await check(dir, 'diffusion-pipe')).warnings.join()).toMatch(/transparent 3\.png .*lays it on white/)
})

test('SimpleTuner and OneTrainer know keys that an export does not write', async () => {
  const tuner = await exported('simpletuner')
  await edit(join(tuner, 'multidatabackend.json'), [
    '"crop": false',
    '"disable_validation": true, "disable_vae_cache": true, "crop": false',
  ])
  expect((await check(tuner, 'simpletuner')).errors).toEqual([])
  const one = await exported('onetrainer')
  await edit(join(one, 'concepts.json'), [
    '"enabled": true',
    '"dpo_chosen_pattern": "", "dpo_rejected_pattern": "", "enabled": true',
  ])
  expect((await check(one, 'onetrainer')).errors).toEqual([])
})
