import { musubiCut } from '../../domain/bucket/musubi.ts'
import { bucketStep } from '../../domain/bucket/trainer-cut.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding } from './check.ts'
import { readToml } from './config-file.ts'
import { flagOf, intOf, keyFindings, type Keys, sizeOf, type Table, textOf } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import { datasetsIn } from './datasets.ts'
import type { TrainingFolder } from './folder.ts'
import { type CheckedDir, checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'

const TITLE = 'musubi-tuner'
const STOPS = `${TITLE} stops at it`

const SHARED: Keys = {
  caption_extension: 'string',
  batch_size: 'int',
  num_repeats: 'int',
  resolution: 'size',
  enable_bucket: 'bool',
  bucket_no_upscale: 'bool',
  skip_corrupted_cache: 'bool',
}
const OWN: Keys = {
  image_directory: 'string',
  image_jsonl_file: 'string',
  cache_directory: 'string',
  control_directory: 'string',
  multiple_target: 'bool',
  fp_latent_window_size: 'int',
  fp_1f_clean_indices: 'ints',
  fp_1f_target_index: 'int',
  fp_1f_no_post: 'bool',
  no_resize_control: 'bool',
  control_resolution: 'size',
  flux_kontext_no_resize_control: 'bool',
  qwen_image_edit_no_resize_control: 'bool',
  qwen_image_edit_control_resolution: 'size',
}

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: `${TITLE} silently leaves the image out`, lost: true, severity: 'error' },
  empty: null,
  lines: { consequence: 'the text is trained with its line ends', severity: 'warning' },
  placeholders: false,
}

const DIR: DirRules = {
  images: {
    title: TITLE,
    extensions: ['png', 'jpg', 'jpeg', 'webp', 'bmp', 'avif'],
    mixedCaseLost: true,
    orientationIgnored: true,
  },
  captions: CAPTIONS,
  recursive: false,
  others: null,
}

export const checkMusubi: Check = async (folder, options) => {
  const { config, findings } = await readToml(folder, 'datasets')
  if (!config) return joined(await checkImageDirs(folder, DIR, options), findings)
  const { file } = config
  const { general, datasets, findings: top } = datasetsIn(config, SHARED, STOPS)
  const found: Finding[] = [...findings, ...top]
  const caches = new Map<string, number>()
  const parts: CheckedDir[] = []
  for (const [n, dataset] of datasets.entries()) {
    const where = `[[datasets]] ${n + 1}`
    found.push(...keyFindings(dataset, { ...SHARED, ...OWN }, file, where, STOPS))
    const dir = textOf([dataset], 'image_directory')
    const cache = textOf([dataset], 'cache_directory') ?? dir
    if (cache !== null) {
      const other = caches.get(cache)
      if (other !== undefined)
        found.push(
          error(
            'config-cache',
            file,
            `${where} shares the cache of [[datasets]] ${other}: ${STOPS}. Give each a cache_directory of its own.`,
          ),
        )
      caches.set(cache, n + 1)
    }
    if (textOf([dataset], 'image_jsonl_file') !== null) {
      if (textOf([dataset], 'cache_directory') === null)
        found.push(error('config-cache', file, `${where}: image_jsonl_file needs a cache_directory.`))
      continue
    }
    if (dir === null) {
      found.push(error('config-key', file, `${where} has no image_directory: there is nothing to train on.`))
      continue
    }
    parts.push(await checkDataset(folder, dir, [dataset, general], { file, where }, options))
  }
  return joined(parts, found)
}

async function checkDataset(
  folder: TrainingFolder,
  dir: string,
  order: readonly Table[],
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<CheckedDir> {
  const found: Finding[] = []
  const extension = textOf(order, 'caption_extension')
  if (extension === null)
    found.push(
      error(
        'config-captions',
        at.file,
        `${at.where} has no caption_extension: ${TITLE} stops. Write caption_extension = ".txt".`,
      ),
    )
  if (intOf(order, 'num_repeats', 1) < 1)
    found.push(error('config-repeats', at.file, `${at.where}: num_repeats must be 1 or more.`))
  const resolution = sizeOf(order, 'resolution')
  if (!resolution)
    found.push(error('config-resolution', at.file, `${at.where} has no resolution: ${TITLE} would train at 960 × 544.`))
  if (!flagOf(order, 'enable_bucket'))
    found.push(
      error('config-buckets', at.file, `${at.where}: without enable_bucket = true every image is cut to one shape.`),
    )
  const missing = `${TITLE} trains on nothing and says nothing`
  const own = await checkNamedDir(folder, dir, { ...at, missing }, DIR, options, {
    ...CAPTIONS,
    extension: extension ?? '.txt',
  })
  const noUpscale = flagOf(order, 'bucket_no_upscale')
  const step = bucketStep('musubi', options.baseModel)
  const cuts = resolution
    ? cutFindings(own.trained, TITLE, (image) => musubiCut(image, { resolution, step, noUpscale }))
    : []
  return { ...own, findings: [...found, ...own.findings, ...cuts] }
}
