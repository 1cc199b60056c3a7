import { createHash } from 'node:crypto'
import { lookAt as decode, type LookAt, type LookedAt } from '../../../src/main/training/check/look-at.ts'
import { appendFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrainerName } from '../../../src/main/domain/training/trainer.ts'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { temporaryFolder } from '../../support/library.ts'
import { exportTo, picture, sourcesIn } from '../../support/training-set.ts'

const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())

/** A set with captions in one folder, not written by Evencast: the trainers' own layouts are written around it. */
const TRAINERS = [
  'kohya',
  'musubi',
  'ai-toolkit',
  'onetrainer',
  'simpletuner',
  'diffusion-pipe',
  'huggingface',
] as const
type Folder = (typeof TRAINERS)[number]

let count = 0
const good = new Map<Folder, string>()

beforeAll(async () => {
  const sources = await sourcesIn(join(folder.path, 'source'))
  for (const trainer of TRAINERS) {
    const dir = join(folder.path, `good-${trainer}`)
    await exportTo(dir, trainer, sources)
    good.set(trainer, dir)
  }
}, 60_000)

/** One image in ten is planted; the others are decoded once for all sets. */
const seen = new Map<string, Promise<LookedAt | null>>()
const lookAt: LookAt = (content) => {
  const name = createHash('sha256').update(content).digest('hex')
  const known = seen.get(name) ?? decode(content)
  seen.set(name, known)
  return known
}

/** Makes a copy whose configuration names the copy's own folder. */
async function copyOf(trainer: Folder): Promise<string> {
  const from = good.get(trainer) ?? ''
  const dir = join(folder.path, `planted-${(count += 1)}`)
  await cp(from, dir, { recursive: true })
  for (const name of await readdir(dir))
    if (/\.(?:toml|yaml|json)$/.test(name))
      await writeFile(join(dir, name), (await readFile(join(dir, name), 'utf8')).replaceAll(from, dir))
  return dir
}

const errorsOf = async (dir: string, trainer: TrainerName): Promise<string[]> => {
  const { findings } = await FORMATS[trainer].check(await openTrainingFolder(dir), { trigger: 'ohwx', lookAt })
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, file, detail }) => `${rule} ${file ?? ''} ${detail}`)
}

/** Returns the folder of the first image, and that image. */
async function firstOf(dir: string): Promise<{ images: string; stem: string }> {
  const folders = (await readdir(dir, { withFileTypes: true }))
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
  for (const name of folders) {
    const [image] = (await readdir(join(dir, name))).filter((each) => each.endsWith('.jpg'))
    if (image) return { images: join(dir, name), stem: image.slice(0, -4) }
  }
  throw new Error(`no image in ${dir}`)
}

type Plant = (place: { dir: string; images: string; stem: string }) => Promise<unknown>

const edit =
  (file: string, change: (text: string) => string): Plant =>
  async ({ dir }) => {
    const before = await readFile(join(dir, file), 'utf8')
    const after = change(before)
    expect(after, `the mistake is in ${file}`).not.toBe(before)
    await writeFile(join(dir, file), after)
  }
const caption =
  (content: string | Buffer): Plant =>
  ({ images, stem }) =>
    writeFile(join(images, `${stem}.txt`), content)
const image =
  (content: () => Promise<Buffer> | Buffer): Plant =>
  async ({ images, stem }) =>
    writeFile(join(images, `${stem}.jpg`), await content())
const noCaption: Plant = ({ images, stem }) => rm(join(images, `${stem}.txt`))
const mixedCase: Plant = ({ images, stem }) => rename(join(images, `${stem}.jpg`), join(images, `${stem}.Jpg`))
const truncated = image(async () => {
  const whole = await picture(99)
  return whole.subarray(0, Math.floor(whole.length * 0.7))
})
const tiny = image(() => picture(98, 110, 62))
const turned = image(async () =>
  sharp(await picture(97))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer(),
)
const BOM = '\uFEFFohwx woman'
const LATIN = Buffer.from([0x6f, 0x68, 0x77, 0x78, 0x20, 0xe9])

const COMMON: readonly (readonly [string, Plant, RegExp])[] = [
  ['a truncated image', truncated, /^undecodable \S+\.jpg is damaged/],
  ['an empty image', image(() => Buffer.alloc(0)), /^undecodable \S+\.jpg is empty/],
  ['an image that is none', image(() => Buffer.from('hello')), /^undecodable \S+\.jpg is no image/],
  ['a side below 64 px', tiny, /^too-small \S+\.jpg is 110 × 62 px/],
]
const SIDECARS: readonly (readonly [string, Plant, RegExp])[] = [
  ['a missing caption', noCaption, /^caption-missing \S+\.jpg has no caption/],
  ['a BOM', caption(BOM), /^caption-bom \S+\.txt/],
  ['a caption that is not UTF-8', caption(LATIN), /^caption-encoding \S+\.txt is not UTF-8/],
  ['a caption without the trigger', caption('a woman'), /^trigger-missing \S+\.txt/],
  ['a placeholder', caption('ohwx, [trigger] woman'), /^trigger-placeholder \S+\.txt still says \[trigger\]/],
  ['control characters', caption('ohwx \u0007 woman'), /^caption-control \S+\.txt/],
]
const LINES: readonly [string, Plant, RegExp] = [
  'several lines',
  caption('ohwx woman\nsmiling'),
  /^caption-lines \S+\.txt/,
]
const EMPTY: readonly [string, Plant, RegExp] = ['an empty caption', caption(''), /^caption-empty \S+\.txt/]
const HIDDEN: readonly [string, Plant, RegExp] = [
  'a hidden image',
  async ({ images }) => writeFile(join(images, '.0001.jpg'), await picture(96)),
  /^hidden-file/,
]

const list =
  <T>(file: string, change: (items: T[]) => unknown): Plant =>
  async ({ dir }) => {
    const items: T[] = JSON.parse(await readFile(join(dir, file), 'utf8'))
    await writeFile(join(dir, file), JSON.stringify(change(items) ?? items))
  }
type Item = Record<string, unknown>
const concept = (change: (item: Item) => unknown) =>
  list<Item>('concepts.json', (items) => void (items[0] && change(items[0])))
const backend = (change: (item: Item) => unknown) =>
  list<Item>('multidatabackend.json', (items) => void (items[0] && change(items[0])))
const rows = (change: (lines: string[]) => string[]) =>
  edit('train/metadata.jsonl', (text) => `${change(text.trim().split('\n')).join('\n')}\n`)

const PLANTED: Readonly<Record<Folder, readonly (readonly [string, Plant, RegExp])[]>> = {
  kohya: [
    ...COMMON,
    ...SIDECARS,
    LINES,
    EMPTY,
    ['a mixed-case ending', mixedCase, /^extension-case \S+\.Jpg/],
    ['an orientation that is not applied', turned, /^orientation/],
    ['an empty first line', caption('\nohwx woman'), /^caption-(?:lines|empty)/],
    [
      'an unknown key',
      edit('dataset.toml', (text) => text.replace('num_repeats', 'num_repeat')),
      /^config-key .*is it num_repeats/,
    ],
    [
      'a text for a number',
      edit('dataset.toml', (text) => text.replace('resolution = 1024', 'resolution = "1024"')),
      /^config-type .*resolution/,
    ],
    [
      'a whole number for validation_split',
      edit('dataset.toml', (text) => text.replace('batch_size = 1', 'batch_size = 1\nvalidation_split = 0')),
      /^config-type .*validation_split/,
    ],
    [
      'validation_split in a subset',
      edit('dataset.toml', (text) => text.replace('class_tokens', 'validation_split = 0.1\n  class_tokens')),
      /^config-key .*validation_split/,
    ],
    [
      'is_reg in a dataset',
      edit('dataset.toml', (text) => text.replace('batch_size = 1', 'batch_size = 1\nis_reg = true')),
      /^config-key .*is_reg/,
    ],
    [
      'a folder that is not there',
      edit('dataset.toml', (text) => text.replace('_anna_photorealistic', '_gone')),
      /^folder-missing/,
    ],
    [
      'no repeats',
      edit('dataset.toml', (text) => text.replace(/num_repeats = \d+/, 'num_repeats = 0')),
      /^config-repeats/,
    ],
    [
      'buckets below the resolution',
      edit('dataset.toml', (text) =>
        text
          .replace('max_bucket_reso = 2048', 'max_bucket_reso = 512')
          .replace('bucket_no_upscale = true', 'bucket_no_upscale = false'),
      ),
      /^config-buckets .*max_bucket_reso/,
    ],
    [
      'buckets above the resolution',
      edit('dataset.toml', (text) =>
        text
          .replace('min_bucket_reso = 256', 'min_bucket_reso = 2048')
          .replace('bucket_no_upscale = true', 'bucket_no_upscale = false'),
      ),
      /^config-buckets .*min_bucket_reso/,
    ],
    [
      'no caption_extension',
      edit('dataset.toml', (text) => text.replace('caption_extension = ".txt"', '')),
      /^caption-missing \S+ has no caption \S+\.caption/,
    ],
    [
      'the same folder twice',
      edit('dataset.toml', (text) =>
        text
          .replace(/_anna_bw_stylized|2_anna_color_stylized/, (name) => name)
          .replace(/image_dir = "([^"]+)"([\s\S]*?)image_dir = "[^"]+"/, 'image_dir = "$1"$2image_dir = "$1"'),
      ),
      /^config-twice/,
    ],
    [
      'braces where wildcards are on',
      async (place) => {
        await edit('dataset.toml', (text) =>
          text.replace('keep_tokens = 1', 'keep_tokens = 1\nenable_wildcard = true'),
        )(place)
        await caption('ohwx woman in a {red|blue} hat')(place)
      },
      /^caption-braces \S+\.txt/,
    ],
    [
      'no subsets',
      edit('dataset.toml', (text) => text.slice(0, text.indexOf('  [[datasets.subsets]]'))),
      /^config-empty/,
    ],
    ['TOML that is none', edit('dataset.toml', (text) => `${text}[[`), /^config-syntax/],
    [
      'folders without repeats',
      async ({ dir, images }) => {
        await rm(join(dir, 'dataset.toml'))
        await rename(images, join(dir, 'anna_photos'))
      },
      /^folder-name anna_photos/,
    ],
    [
      'folders with no repeats',
      async ({ dir, images }) => {
        await rm(join(dir, 'dataset.toml'))
        await rename(images, join(dir, '0_anna'))
      },
      /^folder-name 0_anna/,
    ],
    [
      'no images',
      async ({ images }) => {
        for (const name of await readdir(images)) await rm(join(images, name))
      },
      /^no-images/,
    ],
  ],
  musubi: [
    ...COMMON,
    ...SIDECARS,
    ['a mixed-case ending', mixedCase, /^extension-case \S+\.Jpg/],
    ['an orientation that is not applied', turned, /^orientation/],
    [
      'an unknown key',
      edit('dataset.toml', (text) => text.replace('num_repeats', 'class_tokens = "x"\nnum_repeats')),
      /^config-key .*class_tokens/,
    ],
    [
      'a text for a number',
      edit('dataset.toml', (text) => text.replace('batch_size = 1', 'batch_size = "1"')),
      /^config-type/,
    ],
    [
      'no caption_extension',
      edit('dataset.toml', (text) => text.replace('caption_extension = ".txt"', '')),
      /^config-captions/,
    ],
    [
      'a shared cache',
      edit('dataset.toml', (text) => text.replaceAll(/cache_directory = "[^"]+"/g, 'cache_directory = "/tmp/cache"')),
      /^config-cache/,
    ],
    [
      'no resolution',
      edit('dataset.toml', (text) => text.replace('resolution = [1024, 1024]', '')),
      /^config-resolution/,
    ],
    [
      'a folder that is not there',
      edit('dataset.toml', (text) => text.replace('/anna_photorealistic"', '/gone"')),
      /^folder-missing/,
    ],
    [
      'no datasets',
      edit('dataset.toml', (text) =>
        `${text.slice(0, text.indexOf('[[datasets]]'))}\ndatasets = []\n`
          .replace('[general]', 'datasets = []\n[general]')
          .replace(/\ndatasets = \[\]\n$/, ''),
      ),
      /^config-empty/,
    ],
  ],
  'ai-toolkit': [
    ...COMMON,
    ...SIDECARS.slice(0, 3),
    EMPTY,
    [
      'a misspelt key',
      edit('config.yaml', (text) => text.replace('num_repeats', 'num_repeat')),
      /^config-key .*num_repeat is not a key/,
    ],
    ['no job', edit('config.yaml', (text) => text.replace('job: "extension"\n', '')), /^config-key .*has no job/],
    ['no name', edit('config.yaml', (text) => text.replace('  name: "anna"\n', '')), /^config-key .*config\.name/],
    [
      'a variable',
      edit('config.yaml', (text) => text.replace('training_folder: "output"', 'training_folder: ${OUT}')),
      /^config-variable/,
    ],
    [
      'poi',
      edit('config.yaml', (text) => text.replace('caption_ext: "txt"', 'caption_ext: "txt"\n          poi: face')),
      /^config-key .*poi/,
    ],
    [
      'a folder that is not there',
      edit('config.yaml', (text) => text.replace('/anna_photorealistic', '/gone')),
      /^folder-missing/,
    ],
    ['YAML that is none', edit('config.yaml', (text) => `${text}\n  - : : [`), /^config-syntax/],
  ],
  onetrainer: [
    ...COMMON,
    ...SIDECARS,
    LINES,
    EMPTY,
    HIDDEN,
    [
      'an unknown key',
      concept((item) => {
        item['repeats'] = 3
      }),
      /^config-key .*repeats/,
    ],
    [
      'a wrong type',
      concept((item) => {
        item['balancing'] = 'two'
      }),
      /^config-type .*balancing/,
    ],
    [
      'no version',
      concept((item) => {
        delete item['__version']
      }),
      /^config-version/,
    ],
    [
      'an unknown concept type',
      concept((item) => {
        item['type'] = 'REG'
      }),
      /^config-value .*type/,
    ],
    [
      'an unknown prompt source',
      concept((item) => {
        item['text'] = { prompt_source: 'file' }
      }),
      /^config-value .*prompt_source/,
    ],
    [
      'a folder that is not there',
      concept((item) => {
        item['path'] = '/gone/away'
      }),
      /^folder-missing/,
    ],
    [
      'an image that is taken for a mask',
      ({ images, stem }) => rename(join(images, `${stem}.jpg`), join(images, `${stem}-masklabel.jpg`)),
      /masklabel/,
    ],
    ['an object for the list', list('concepts.json', (items) => ({ concepts: items })), /^config-syntax/],
  ],
  simpletuner: [
    ...COMMON,
    ...SIDECARS,
    LINES,
    EMPTY,
    HIDDEN,
    ['no text_embeds', list<Item>('multidatabackend.json', (items) => items.slice(0, -1)), /^config-text/],
    ['no images', list<Item>('multidatabackend.json', (items) => items.slice(-1)), /^config-empty/],
    [
      'two defaults',
      list<Item>('multidatabackend.json', (items) => [...items, { ...items.at(-1), id: 'other' }]),
      /^config-text .*exactly one/,
    ],
    [
      'an id twice',
      list<Item>('multidatabackend.json', (items) => items.map((item) => ({ ...item, id: 'same' }))),
      /^config-id/,
    ],
    [
      'no id',
      backend((item) => {
        delete item['id']
      }),
      /^config-id/,
    ],
    [
      'a misspelt key',
      backend((item) => {
        item['repeat'] = 1
      }),
      /^config-key .*repeat/,
    ],
    [
      'an unknown crop_style',
      backend((item) => {
        item['crop_style'] = 'middle'
      }),
      /^config-value .*crop_style/,
    ],
    [
      'an unknown crop_aspect',
      backend((item) => {
        item['crop_aspect'] = 'wide'
      }),
      /^config-value .*crop_aspect/,
    ],
    [
      'an unknown resolution_type',
      backend((item) => {
        item['resolution_type'] = 'megapixel'
      }),
      /^config-value .*resolution_type/,
    ],
    [
      'closest without buckets',
      backend((item) => {
        item['crop_aspect'] = 'closest'
      }),
      /^config-value .*crop_aspect_buckets/,
    ],
    [
      'a maximum without a target',
      backend((item) => {
        item['maximum_image_size'] = 2048
      }),
      /^config-value .*target_downsample_size/,
    ],
    [
      'captions in parquet',
      backend((item) => {
        item['caption_strategy'] = 'parquet'
      }),
      /^config-value .*parquet/,
    ],
    [
      'an area in px',
      backend((item) => {
        Object.assign(item, { resolution_type: 'area', maximum_image_size: 2048, target_downsample_size: 1 })
      }),
      /^config-value .*megapixels/,
    ],
    [
      'images below the minimum',
      backend((item) => {
        item['minimum_image_size'] = 1024
      }),
      /^too-small .*minimum_image_size/,
    ],
    [
      'a folder that is not there',
      backend((item) => {
        item['instance_data_dir'] = '/gone/away'
      }),
      /^folder-missing/,
    ],
  ],
  'diffusion-pipe': [
    ...COMMON,
    ...SIDECARS,
    EMPTY,
    ['a stray file', ({ images }) => writeFile(join(images, 'README.md'), 'hello'), /^stray-file \S+README\.md/],
    [
      'a caption in capitals',
      ({ images, stem }) => rename(join(images, `${stem}.txt`), join(images, `${stem}.TXT`)),
      /^stray-file \S+\.TXT/,
    ],
    ['an orientation that is not applied', turned, /^orientation/],
    ['no min_ar', edit('dataset.toml', (text) => text.replace('min_ar = 0.5', '')), /^config-buckets .*min_ar/],
    [
      'four resolutions',
      edit('dataset.toml', (text) => text.replace('[1024]', '[512, 768, 1024, 1280]')),
      /^config-resolution .*three/,
    ],
    ['no resolutions', edit('dataset.toml', (text) => text.replace('resolutions = [1024]', '')), /^config-resolution/],
    ['a misspelt key', edit('dataset.toml', (text) => text.replace('num_repeats', 'num_repeat')), /^config-key/],
    [
      'no repeats',
      edit('dataset.toml', (text) => text.replace(/num_repeats = \d+/, 'num_repeats = 0')),
      /^config-repeats/,
    ],
    [
      'a folder that is not there',
      edit('dataset.toml', (text) => text.replace('/anna_photorealistic', '/gone')),
      /^folder-missing/,
    ],
    [
      'masks that are not there',
      edit('dataset.toml', (text) => text.replace('num_repeats', 'mask_path = "/gone"\nnum_repeats')),
      /^folder-missing/,
    ],
  ],
  huggingface: [
    ...COMMON,
    ['a log of evaluations', ({ images }) => writeFile(join(images, 'run.eval'), ''), /^split \S+run\.eval/],
    ['no list', ({ images }) => rm(join(images, 'metadata.jsonl')), /^metadata-missing/],
    ['an image without a row', rows((lines) => lines.slice(1)), /^metadata-row/],
    ['a row without an image', rows((lines) => [...lines, '{"file_name":"0099.jpg","text":"ohwx"}']), /^metadata-file/],
    ['no file_name', rows((lines) => lines.map((line) => line.replace('file_name', 'name'))), /^metadata-name/],
    [
      'a way out',
      rows((lines) => lines.map((line) => line.replace('"0001', '"../train/0001'))),
      /^metadata-name .*relative/,
    ],
    ['a URL', rows((lines) => lines.map((line) => line.replace('"0001', '"https://x/0001'))), /^metadata-name/],
    ['a line that is no JSON', rows((lines) => [...lines, '{']), /^metadata-syntax/],
    [
      'a column of two types',
      rows((lines) => lines.map((line, i) => (i === 2 ? line.replace('"anna"', '3') : line))),
      /^metadata-type/,
    ],
    ['a BOM', edit('train/metadata.jsonl', (text) => `\uFEFF${text}`), /^caption-bom/],
    [
      'two lists',
      ({ images }) => writeFile(join(images, 'metadata.csv'), 'file_name,text\n0001.jpg,ohwx\n'),
      /^metadata-twice/,
    ],
    [
      'a list above its split',
      ({ dir, images }) => rename(join(images, 'metadata.jsonl'), join(dir, 'metadata.jsonl')),
      /^(?:metadata-place|metadata-file)/,
    ],
    [
      'a name that makes a split',
      async ({ dir, images, stem }) => {
        await rename(images, join(dir, 'images'))
        await rename(join(dir, 'images', `${stem}.jpg`), join(dir, 'images', 'ohwx_test_1.jpg'))
      },
      /^split/,
    ],
    [
      'an actor named like a split',
      async ({ dir, images, stem }) => {
        await rename(images, join(dir, 'images'))
        await rename(join(dir, 'images', `${stem}.jpg`), join(dir, 'images', 'val_kilmer_1.jpg'))
      },
      /^split/,
    ],
    [
      'an empty text',
      rows((lines) => lines.map((line) => line.replace(/"text":"[^"]*"/, '"text":""'))),
      /^caption-missing/,
    ],
  ],
}

describe.each(TRAINERS)('%s', (trainer) => {
  test('takes what Evencast exports', async () => {
    expect(await errorsOf(await copyOf(trainer), trainer)).toEqual([])
  })

  test.each(PLANTED[trainer])('is not given %s', async (_name, plant, expected) => {
    const dir = await copyOf(trainer)
    await plant({ dir, ...(await firstOf(dir)) })
    const errors = await errorsOf(dir, trainer)
    expect(
      errors.filter((each) => expected.test(each)),
      errors.join('\n'),
    ).not.toEqual([])
  })
})

test('the harmless passes: an ending in capitals, "test" in a name inside train', async () => {
  const dir = await copyOf('ai-toolkit')
  const { images, stem } = await firstOf(dir)
  await rename(join(images, `${stem}.jpg`), join(images, `${stem}.JPG`))
  expect(await errorsOf(dir, 'ai-toolkit')).toEqual([])
  const hub = await copyOf('huggingface')
  await rename(join(hub, 'train', '0001.jpg'), join(hub, 'train', 'my_test_1.jpg'))
  const listed = join(hub, 'train', 'metadata.jsonl')
  await writeFile(listed, (await readFile(listed, 'utf8')).replace('0001.jpg', 'my_test_1.jpg'))
  expect(await errorsOf(hub, 'huggingface')).toEqual([])
})

describe.each(['replicate', 'fal', 'civitai', 'bfl'] as const)('%s', (trainer) => {
  const packed = async (): Promise<string> => {
    const dir = join(folder.path, `zip-${(count += 1)}`)
    await exportTo(dir, trainer, await sourcesIn(join(folder.path, 'source')))
    return dir
  }

  test('takes the zip that Evencast exports', async () => {
    const dir = await packed()
    expect(await errorsOf(dir, trainer)).toEqual([])
    expect(await errorsOf(join(dir, 'anna.zip'), trainer)).toEqual([])
  })

  test('is not given a damaged zip, a stray file or an image without a caption', async () => {
    const dir = join(folder.path, `flat-${(count += 1)}`)
    await mkdir(dir)
    for (const [i, source] of (await sourcesIn(join(folder.path, 'source'))).entries()) {
      await cp(source.file, join(dir, `${i}.jpg`))
      if (i > 0) await writeFile(join(dir, `${i}.txt`), source.caption)
    }
    await writeFile(join(dir, 'notes.yaml'), 'x')
    await writeFile(join(dir, '.hidden'), 'x')
    const errors = await errorsOf(dir, trainer)
    expect(new Set(errors.map((each) => each.split(' ')[0]))).toEqual(
      new Set(['caption-missing', 'hidden-file', 'stray-file']),
    )
    const zip = join(await packed(), 'anna.zip')
    await appendFile(zip, Buffer.alloc(70_000))
    await expect(errorsOf(zip, trainer)).rejects.toThrow(/not a zip, or it is damaged/)
  })
})

test('Civitai is not given folders, BFL no more than 20 images', async () => {
  const dir = join(folder.path, 'nested')
  await mkdir(join(dir, 'inner'), { recursive: true })
  await writeFile(join(dir, 'inner', '1.jpg'), await picture(1))
  await writeFile(join(dir, 'inner', '1.txt'), 'ohwx')
  expect((await errorsOf(dir, 'civitai')).join()).toMatch(/folder inner\/ is a folder/)
  const many = join(folder.path, 'many')
  await mkdir(many)
  for (let i = 0; i < 21; i++) {
    await writeFile(join(many, `${i}.jpg`), await picture(i, 80, 80))
    await writeFile(join(many, `${i}.txt`), 'ohwx')
  }
  expect((await errorsOf(many, 'bfl')).join()).toMatch(/21 images: BFL takes 20 at most/)
})
